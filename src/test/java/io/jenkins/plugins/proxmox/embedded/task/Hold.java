package io.jenkins.plugins.proxmox.embedded.task;

/** Keeps tasks of one type from going on until it is released. */
public final class Hold implements AutoCloseable {
    private final String type;
    private final boolean atStart;
    private final TaskRunner runner;

    Hold(String type, boolean atStart, TaskRunner runner) {
        this.type = type;
        this.atStart = atStart;
        this.runner = runner;
    }

    public void release() {
        runner.release(this);
    }

    /** Waits until a task has come as far as it is let. */
    public void awaitTask() {
        runner.awaitStopped(this);
    }

    @Override
    public void close() {
        release();
    }

    boolean stops(String wanted, boolean start) {
        return type.equals(wanted) && atStart == start;
    }
}

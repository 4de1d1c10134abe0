package io.jenkins.plugins.proxmox.embedded.task;

import java.util.Optional;

/** A task as the API shows it. To be used under the state lock. */
public final class Task {
    private final Upid upid;
    private final TaskLog log = new TaskLog();
    private String exitStatus;
    private long endTime;

    Task(Upid upid) {
        this.upid = upid;
    }

    public Upid upid() {
        return upid;
    }

    public TaskLog log() {
        return log;
    }

    public boolean isRunning() {
        return exitStatus == null;
    }

    /** How it ended, or empty while it runs. */
    public Optional<String> exitStatus() {
        return Optional.ofNullable(exitStatus);
    }

    /** In epoch seconds; only for tasks that have ended. */
    public long endTime() {
        return endTime;
    }

    /** The kind of end that task lists can be filtered by. */
    public String outcome() {
        if (exitStatus == null || exitStatus.equals(TaskRunner.KILLED)) {
            return "unknown";
        }
        if (exitStatus.equals("OK")) {
            return "ok";
        }
        return exitStatus.startsWith("WARNINGS: ") ? "warning" : "error";
    }

    void end(String status, long time) {
        exitStatus = status;
        endTime = time;
    }
}

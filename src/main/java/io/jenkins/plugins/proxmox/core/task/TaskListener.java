package io.jenkins.plugins.proxmox.core.task;

/** Told what a task writes while it is awaited. */
@FunctionalInterface
public interface TaskListener {
    /** Told nothing, and then the log is not even fetched. */
    TaskListener NONE = line -> {};

    /** A line of the task's log, in order, once each. */
    void line(String line);

    /** All lines that there were by now have been told. */
    default void caughtUp() {
        // Most listeners only care for the lines.
    }
}

package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;

/** Time, as the code that waits sees it; tests have one of their own that needs no waiting. */
public interface Timing {
    /** The time of day as it was when this began, and from then on by a clock that nobody sets. */
    Instant now();

    /**
     * Runs something later, on a thread that may block for a call or two.
     *
     * @param delay zero or more; zero means as soon as a thread is free
     */
    void schedule(Duration delay, Runnable action);
}

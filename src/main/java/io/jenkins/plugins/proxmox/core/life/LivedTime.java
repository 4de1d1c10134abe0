package io.jenkins.plugins.proxmox.core.life;

import java.time.Duration;

/**
 * How old something is, whatever is done to the clock of the controller: the time during which the controller was up, by a
 * clock that never jumps. Meant to be written to disk as it is, after {@link #note}.
 */
public final class LivedTime {
    private long millis;
    private transient Long since;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    public synchronized Duration at(long nanoTime) {
        if (since == null) {
            since = nanoTime;
        }
        return Duration.ofMillis(millis).plusNanos(nanoTime - since);
    }

    /**
     * Takes down what is going to be written to disk.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public synchronized void note(long nanoTime) {
        millis = at(nanoTime).toMillis();
        since = nanoTime;
    }

    /** How much of it would be lost if the process ended now. */
    public synchronized Duration unnoted(long nanoTime) {
        return at(nanoTime).minusMillis(millis);
    }
}

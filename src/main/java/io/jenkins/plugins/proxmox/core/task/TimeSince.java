package io.jenkins.plugins.proxmox.core.task;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of day at the beginning, plus what has passed since: nothing takes longer or is over earlier because somebody sets
 * the clock meanwhile.
 */
final class TimeSince {
    private final LongSupplier nanoTime;
    private final Instant begin;
    private final long beginNanos;

    /**
     * @param clock read once
     * @param nanoTime as {@link System#nanoTime}
     */
    TimeSince(InstantSource clock, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        begin = clock.instant();
        beginNanos = nanoTime.getAsLong();
    }

    Instant now() {
        return begin.plusNanos(nanoTime.getAsLong() - beginNanos);
    }
}

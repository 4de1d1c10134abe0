package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.task.SteadyClock.later;

import java.time.Duration;
import java.time.Instant;

/**
 * How many calls a node is asked to bear while many of its tasks are awaited: four in three seconds in the long run, and
 * some more at once after a quiet while. Not safe for threads.
 */
final class Budget {
    /** What is saved up at most. */
    private static final int MOST = 5;

    private static final Duration COST = Duration.ofMillis(750);

    /** When nothing is, was or will be saved; in the future if more was spent than there was. */
    private Instant empty = Instant.EPOCH;

    /** When the next call can be paid; in the past if that is now. */
    Instant nextCall() {
        return empty.plus(COST);
    }

    /** Spends; what is not there is owed. */
    void spend(int calls, Instant now) {
        empty = later(empty, now.minus(COST.multipliedBy(MOST))).plus(COST.multipliedBy(calls));
    }
}

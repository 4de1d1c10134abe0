package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.task.SteadyClock.later;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.time.Instant;

/** What is known about the reachability of a node. Not safe for threads. */
final class Outage {
    /** For so long a node that can't be reached, or is restarting, is only a reason to look again later. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 5;

    private final Intervals intervals;
    private Instant lastAnswer = Instant.MIN;
    private Instant nextAttempt = Instant.MIN;
    private int failures;

    Outage(Intervals intervals) {
        this.intervals = intervals;
    }

    /** Whether the node may answer again soon, or only its way to us is broken. */
    static boolean isBehind(ProxmoxException failure) {
        return failure.is(Problem.NodeUnreachable.class) || failure.is(Problem.OutcomeUnknown.class);
    }

    /** The node has answered, whatever it said. */
    void answered(Instant now) {
        lastAnswer = now;
        nextAttempt = Instant.MIN;
        failures = 0;
    }

    /** The node has not answered. */
    void failed(Instant now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        nextAttempt = now.plus(intervals.spread(pause.compareTo(Intervals.LONGEST) < 0 ? pause : Intervals.LONGEST));
    }

    /** Whether the last call got no answer. */
    boolean present() {
        return failures > 0;
    }

    /** Before this there is no sense in asking. */
    Instant nextAttempt() {
        return nextAttempt;
    }

    /** Whether somebody who waits since then has waited long enough for an answer. */
    boolean isUnbearable(Instant begun, Instant now) {
        return present() && Duration.between(later(begun, lastAnswer), now).compareTo(PATIENCE) >= 0;
    }
}

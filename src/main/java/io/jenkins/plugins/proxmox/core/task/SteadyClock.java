package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of day, but it never goes back: a clock that is put back by an hour would otherwise make everybody wait for
 * an hour longer.
 */
final class SteadyClock {
    private final Timing timing;
    private Instant last = Instant.MIN;
    private Duration ahead = Duration.ZERO;

    SteadyClock(Timing timing) {
        this.timing = timing;
    }

    synchronized Instant now() {
        Instant now = timing.now().plus(ahead);
        if (now.isBefore(last)) {
            ahead = ahead.plus(Duration.between(now, last));
            return last;
        }
        last = now;
        return now;
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}

package io.jenkins.plugins.proxmox.cloud.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait until it is tried again to log in. A guest that has just booted lets us in any moment; one that refuses
 * for long has the wrong key, and each try costs its cluster a dozen calls.
 */
final class LoginPause {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private Duration next = FIRST;

    /**
     * The next one, a quarter longer than the one before, unless no time would be left for a try.
     *
     * @param left until there is no sense in trying
     * @return empty if that is so already
     */
    Optional<Duration> next(Duration left) {
        if (left.compareTo(FIRST) <= 0) {
            return Optional.empty();
        }
        Duration pause = shorter(next, left.minus(FIRST));
        next = shorter(next.multipliedBy(5).dividedBy(4), LONGEST);
        return Optional.of(pause);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a guest agent that does not answer is left alone. Most guests boot in less than half a minute, and builds wait for
 * them; later on it counts more that a question without an answer costs the node 3 s of a worker's time.
 */
final class Silence {
    private static final Duration BOOT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(3);

    private Instant since = Instant.MAX;

    /** Until the next question, after one that was not answered. */
    Duration pause(Instant now) {
        if (since.isAfter(now)) {
            since = now;
        }
        return now.isBefore(since.plus(BOOT)) ? SHORT : LONG;
    }
}

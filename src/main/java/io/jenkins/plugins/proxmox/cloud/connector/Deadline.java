package io.jenkins.plugins.proxmox.cloud.connector;

import java.time.Duration;

/** A time by which something must have happened, whatever anybody does to the controller's clock. */
public final class Deadline {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Duration whole;
    private final long begin = System.nanoTime();

    private Deadline(Duration whole) {
        this.whole = whole;
    }

    public static Deadline in(Duration whole) {
        return new Deadline(whole);
    }

    Duration whole() {
        return whole;
    }

    boolean isOver() {
        return passed().compareTo(whole) >= 0;
    }

    Duration passed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** What is left, at least a second. */
    public Duration left() {
        Duration left = whole.minus(passed());
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }
}

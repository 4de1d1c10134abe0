package io.jenkins.plugins.proxmox.cloud.agent;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The operations of which nothing is left since a short while. Whoever has looked before may tell only now that something was
 * there; and the queue that destroys guests lists them a moment longer than they are there.
 */
final class RecentRemovals {
    /** Longer than it takes to look through a cluster of which nodes don't answer. */
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private final Map<String, Long> removed = new ConcurrentHashMap<>();

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    RecentRemovals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(String operation) {
        long now = nanoTime.getAsLong();
        removed.values().removeIf(time -> isOver(time, now));
        removed.put(operation, now);
    }

    boolean contains(String operation) {
        Long time = removed.get(operation);
        return time != null && !isOver(time, nanoTime.getAsLong());
    }

    int size() {
        return removed.size();
    }

    private static boolean isOver(long time, long now) {
        return now - time >= REMEMBERED.toNanos();
    }
}

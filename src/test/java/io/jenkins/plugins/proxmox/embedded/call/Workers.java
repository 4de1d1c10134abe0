package io.jenkins.plugins.proxmox.embedded.call;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The workers of the nodes' privileged daemons: three on each, and each does one call at a time from its beginning to its end.
 * The calls that find all of them busy wait. Keeps count of the questions that workers hold because a guest agent is silent.
 */
public final class Workers {
    /** What pvedaemon begins with, unless somebody has configured more. */
    private static final int PER_NODE = 3;

    private static final Duration LONG = Duration.ofMinutes(2);

    private final Map<String, Semaphore> free = new ConcurrentHashMap<>();
    private final Map<String, Integer> held = new HashMap<>();
    private final Map<String, Integer> mostHeld = new HashMap<>();
    private final Map<String, Integer> waiting = new HashMap<>();

    /** Has a worker of a node do a call. */
    <T> T work(String node, Supplier<T> call) {
        Semaphore workers = free.computeIfAbsent(node, it -> new Semaphore(PER_NODE, true));
        wait(node, 1);
        try {
            if (!workers.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("no worker of " + node + " has become free");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            wait(node, -1);
        }
        try {
            return call.get();
        } finally {
            workers.release();
        }
    }

    /** Does something while a worker of a node waits for a silent guest agent. */
    <T> T holding(String node, Supplier<T> wait) {
        count(node, 1);
        try {
            return wait.get();
        } finally {
            count(node, -1);
        }
    }

    private synchronized void count(String node, int change) {
        int now = held.merge(node, change, Integer::sum);
        mostHeld.merge(node, now, Math::max);
        notifyAll();
    }

    private synchronized void wait(String node, int change) {
        waiting.merge(node, change, Integer::sum);
        notifyAll();
    }

    /** Whether that many workers of a node wait for silent guest agents, now or soon. */
    public boolean awaitHeld(String node, int count) throws InterruptedException {
        return await(held, node, count);
    }

    /** Whether that many calls wait for a worker of a node, now or soon. */
    public boolean awaitWaiting(String node, int count) throws InterruptedException {
        return await(waiting, node, count);
    }

    private synchronized boolean await(Map<String, Integer> counts, String node, int count)
            throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (counts.getOrDefault(node, 0) != count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** How many workers of a node wait for silent guest agents at this moment. */
    public synchronized int held(String node) {
        return held.getOrDefault(node, 0);
    }

    /** How many workers of a node have waited for silent guest agents at once, at most. */
    public synchronized int mostHeld(String node) {
        return mostHeld.getOrDefault(node, 0);
    }
}

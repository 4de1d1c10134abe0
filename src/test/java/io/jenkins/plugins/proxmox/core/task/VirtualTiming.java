package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes only when a test says so. What was scheduled runs on the test's own thread, in the order in which it
 * falls due, and what falls due at the same time in the order in which it was scheduled.
 */
public final class VirtualTiming implements Timing {
    /** When it begins, unless a test says otherwise. */
    public static final Instant START = Instant.parse("2026-11-22T14:00:00Z");

    private static final Duration LONGEST_RUN = Duration.ofDays(1);
    private static final int MOST_ACTIONS = 100_000;

    private record Scheduled(Instant due, long number, Runnable action) {}

    private final PriorityQueue<Scheduled> queue =
            new PriorityQueue<>(Comparator.comparing(Scheduled::due).thenComparing(Scheduled::number));
    private Instant now;
    private long scheduled;
    private boolean running;

    public VirtualTiming() {
        this(START);
    }

    public VirtualTiming(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void schedule(Duration delay, Runnable action) {
        requireNotNegative(delay);
        queue.add(new Scheduled(now.plus(delay), scheduled++, action));
    }

    /** How long until the next action falls due; empty if nothing is scheduled. */
    public synchronized Optional<Duration> untilNext() {
        return Optional.ofNullable(queue.peek()).map(next -> Duration.between(now, next.due()));
    }

    /**
     * Lets time pass, and runs everything that falls due until its end, what is scheduled meanwhile included. If an
     * action throws, this throws it, and time stands still where that happened.
     */
    public void advance(Duration duration) {
        requireNotNegative(duration);
        Instant end = now().plus(duration);
        run(end);
        elapseUntil(end);
    }

    /**
     * Lets time pass until nothing is scheduled any more.
     *
     * @return how much time passed
     * @throws IllegalStateException if that never happens, because somebody goes on looking for ever
     */
    public Duration runUntilIdle() {
        Instant start = now();
        run(start.plus(LONGEST_RUN));
        if (untilNext().isPresent()) {
            throw new IllegalStateException("Something is still scheduled after " + LONGEST_RUN);
        }
        return Duration.between(start, now());
    }

    /** Lets time pass without running anything, as a call that blocks does; also for use within actions. */
    public void elapse(Duration duration) {
        requireNotNegative(duration);
        elapseUntil(now().plus(duration));
    }

    private void run(Instant end) {
        begin();
        try {
            int count = 0;
            for (Optional<Runnable> next = next(end); next.isPresent(); next = next(end)) {
                if (++count > MOST_ACTIONS) {
                    throw new IllegalStateException("Something schedules itself again and again");
                }
                next.get().run();
            }
        } finally {
            end();
        }
    }

    private synchronized Optional<Runnable> next(Instant end) {
        if (queue.isEmpty() || queue.peek().due().isAfter(end)) {
            return Optional.empty();
        }
        Scheduled next = queue.remove();
        elapseUntil(next.due());
        return Optional.of(next.action());
    }

    private synchronized void elapseUntil(Instant end) {
        if (now.isBefore(end)) {
            now = end;
        }
    }

    private synchronized void begin() {
        if (running) {
            throw new IllegalStateException("An action that takes time must elapse() it; only a test drives the time");
        }
        running = true;
    }

    private synchronized void end() {
        running = false;
    }

    private static void requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Time does not go back: " + duration);
        }
    }
}

package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Time that passes only when a test says so, with a pool of threads that can be blocked in it: while one is, the others
 * go on. Only one of them runs at any moment, and which one is always the same.
 */
final class VirtualPool implements Timing, AutoCloseable {
    private record Event(Instant due, long number, Runnable happening) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::due).thenComparing(Event::number));
    private final Deque<Runnable> withoutThread = new ArrayDeque<>();
    private final ExecutorService executor;
    private final Semaphore driver = new Semaphore(0);
    private final int threads;
    private Instant now = VirtualTiming.START;
    private Instant end = now;
    private long number;
    private int busy;
    private int mostBusy;
    private Throwable failure;

    /** @param threads how many there are at most */
    VirtualPool(int threads) {
        this.threads = threads;
        executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "virtual pool");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void schedule(Duration delay, Runnable action) {
        at(now.plus(delay), () -> start(action));
    }

    /** How many threads were needed at once at most. */
    int mostBusy() {
        return mostBusy;
    }

    /** Blocks the thread of the pool that calls this. */
    void elapse(Duration duration) {
        Instant wake = now.plus(duration);
        boolean nothingBefore = events.isEmpty() || events.peek().due().isAfter(wake);
        if (nothingBefore && !wake.isAfter(end)) {
            now = wake;
            return;
        }
        Semaphore sleeper = new Semaphore(0);
        at(wake, () -> {
            sleeper.release();
            driver.acquireUninterruptibly();
        });
        driver.release();
        sleeper.acquireUninterruptibly();
    }

    /** Lets time pass, and everything happen that falls due. */
    void advance(Duration duration) {
        end = now.plus(duration);
        while (!events.isEmpty() && !events.peek().due().isAfter(end)) {
            happen(events.remove());
        }
        now = end;
    }

    /** Lets time pass until nothing is left to happen. */
    void runUntilIdle() {
        end = now.plus(Duration.ofDays(1));
        while (!events.isEmpty()) {
            happen(events.remove());
        }
        end = now;
    }

    private void happen(Event event) {
        now = event.due().isAfter(now) ? event.due() : now;
        event.happening().run();
        while (busy < threads && !withoutThread.isEmpty()) {
            start(withoutThread.remove());
        }
        if (failure != null) {
            throw new AssertionError("An action failed", failure);
        }
    }

    private void at(Instant due, Runnable happening) {
        events.add(new Event(due, number++, happening));
    }

    private void start(Runnable action) {
        if (busy == threads) {
            withoutThread.add(action);
            return;
        }
        busy++;
        mostBusy = Math.max(mostBusy, busy);
        executor.execute(() -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                busy--;
                driver.release();
            }
        });
        driver.acquireUninterruptibly();
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}

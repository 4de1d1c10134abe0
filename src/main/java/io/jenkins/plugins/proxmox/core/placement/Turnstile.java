package io.jenkins.plugins.proxmox.core.placement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;

/**
 * Bounds how many do something at once, as cloning on a node and from a storage. Whoever waits for several of them holds
 * none meanwhile, so nobody waits in a circle.
 *
 * <p>It is first come, first served among all who want the same. One who waits for something scarce lets others by who need
 * less, but not more than ten of them; then what it needs is kept for it.
 */
public final class Turnstile {
    private static final int PATIENCE = 10;

    /** What one who was let in holds. */
    public interface Permit extends AutoCloseable {
        /** Lets the next ones in. To do so again changes nothing. */
        @Override
        void close();
    }

    private static final class Waiting {
        private final Set<String> keys;
        private final CompletableFuture<Permit> future = new CompletableFuture<>();
        private int overtaken;

        Waiting(Set<String> keys) {
            this.keys = keys;
        }
    }

    private final ToIntFunction<String> bounds;
    private final Executor executor;
    private final List<Waiting> queue = new ArrayList<>();
    private final Map<String, Integer> inside = new HashMap<>();

    /**
     * One with nobody inside.
     *
     * @param bounds how many may be inside at once by what they hold; 0 or less for any number. It is asked each time, so
     *     it may change
     * @param executor tells those who wait, so that what they do next keeps nobody else waiting
     */
    public Turnstile(ToIntFunction<String> bounds, Executor executor) {
        this.bounds = bounds;
        this.executor = executor;
    }

    /**
     * Asks to be let in.
     *
     * @param keys what is wanted, all at once
     * @return ends when it is the caller's turn; to cancel it before is to leave the queue. It must be closed however what
     *     it was wanted for ends
     */
    public CompletableFuture<Permit> enter(Set<String> keys) {
        Waiting waiting = new Waiting(Set.copyOf(keys));
        waiting.future.whenComplete((permit, failure) -> {
            if (failure != null) {
                leave(waiting);
            }
        });
        synchronized (this) {
            queue.add(waiting);
        }
        letIn();
        return waiting.future;
    }

    /**
     * Waits for one's turn, and leaves the queue if it does not come in time.
     *
     * @param turn what {@link #enter} gave
     * @param limit how long; at once if it is not positive
     * @return must be closed
     * @throws TimeoutException if it did not come
     * @throws InterruptedException if the thread was told to end
     */
    public static Permit await(CompletableFuture<Permit> turn, Duration limit)
            throws InterruptedException, TimeoutException {
        boolean letIn = false;
        try {
            Permit permit = turn.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            letIn = true;
            return permit;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            if (!letIn && !turn.cancel(false)) {
                // Its turn has come in this very moment.
                turn.thenAccept(Permit::close);
            }
        }
    }

    /** How many wait at this moment. */
    public synchronized int waiting() {
        return queue.size();
    }

    /** Whoever leaves may have been the one that others had to wait for. */
    private void leave(Waiting waiting) {
        synchronized (this) {
            queue.remove(waiting);
        }
        letIn();
    }

    private void letIn() {
        for (Waiting next : whoseTurnItIs()) {
            executor.execute(() -> admit(next));
        }
    }

    private void admit(Waiting waiting) {
        AtomicBoolean open = new AtomicBoolean(true);
        Permit permit = () -> {
            if (open.getAndSet(false)) {
                release(waiting.keys);
            }
        };
        if (!waiting.future.complete(permit)) {
            // It has gone between its turn and this moment.
            permit.close();
        }
    }

    private void release(Set<String> keys) {
        synchronized (this) {
            keys.forEach(key -> inside.computeIfPresent(key, (it, count) -> count == 1 ? null : count - 1));
        }
        letIn();
    }

    private synchronized List<Waiting> whoseTurnItIs() {
        List<Waiting> turn = new ArrayList<>();
        List<Waiting> passed = new ArrayList<>();
        Map<String, Integer> kept = new HashMap<>();
        for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
            Waiting it = all.next();
            if (it.keys.stream().allMatch(key -> hasRoom(key, kept))) {
                it.keys.forEach(key -> inside.merge(key, 1, Integer::sum));
                passed.stream().filter(other -> isRival(other, it)).forEach(other -> other.overtaken++);
                turn.add(it);
                all.remove();
            } else {
                passed.add(it);
                if (it.overtaken >= PATIENCE) {
                    it.keys.forEach(key -> kept.merge(key, 1, Integer::sum));
                }
            }
        }
        return turn;
    }

    private boolean hasRoom(String key, Map<String, Integer> kept) {
        int bound = bounds.applyAsInt(key);
        return bound <= 0 || inside.getOrDefault(key, 0) + kept.getOrDefault(key, 0) < bound;
    }

    private static boolean isRival(Waiting one, Waiting other) {
        return one.keys.stream().anyMatch(other.keys::contains);
    }
}

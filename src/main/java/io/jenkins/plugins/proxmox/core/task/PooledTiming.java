package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Real time on a few threads. However many waits there are, no more calls than this are under way at once: pveproxy and
 * pvedaemon have three workers each, and a thousand waiting builds must not hold them all.
 */
public final class PooledTiming implements Timing, AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(PooledTiming.class.getName());

    /** Tests have their own. */
    static volatile LongSupplier nanoTime = System::nanoTime;

    private static final TimeSince TIME = new TimeSince(InstantSource.system(), () -> nanoTime.getAsLong());

    private final CompletableFuture<Void> atRest = new CompletableFuture<>();
    private final ScheduledThreadPoolExecutor executor;

    /**
     * @param threads at least 1
     * @param name what the threads are called
     */
    public PooledTiming(int threads, String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + " " + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        executor = new ScheduledThreadPoolExecutor(threads, factory) {
            @Override
            protected void terminated() {
                atRest.complete(null);
            }
        };
        executor.setKeepAliveTime(30, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return TIME.now();
    }

    @Override
    public void schedule(Duration delay, Runnable action) {
        try {
            executor.schedule(guarded(action), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Closed before it could run", e);
        }
    }

    /** An executor swallows what is thrown; a wait that ends without a trace could never be explained. */
    private static Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.WARNING, "Unexpected failure", e);
                throw e;
            }
        };
    }

    /**
     * Forgets what has not begun. What is at work comes to its end: a call that was interrupted would look as if it had
     * failed, and what waits for it would be told so.
     */
    @Override
    public void close() {
        executor.shutdown();
    }

    /** The same, and does this as soon as nothing is at work any more, which may be at once. */
    public void closeThen(Runnable last) {
        atRest.thenRun(last);
        close();
    }
}

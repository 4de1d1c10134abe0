package io.jenkins.plugins.proxmox.core.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads for what may take seconds and get nobody any further, such as knocking at a door behind which nobody is: the threads
 * that all operations of a connection share must not wait for it.
 */
final class Errands {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    /**
     * @param threads how many are under way at once at most
     * @param name what the threads are called
     */
    Errands(int threads, String name) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name + " " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        // So nobody has to close it.
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs it as soon as a thread is free; fails as it does. */
    <T> CompletableFuture<T> run(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, executor);
    }

    void execute(Runnable work) {
        executor.execute(work);
    }
}

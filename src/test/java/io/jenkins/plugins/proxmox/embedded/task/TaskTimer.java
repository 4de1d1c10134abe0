package io.jenkins.plugins.proxmox.embedded.task;

import io.jenkins.plugins.proxmox.embedded.state.StateLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets things happen later, one after the other and under the state lock. */
public final class TaskTimer implements AutoCloseable {
    private final StateLock lock;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "embedded-proxmox-tasks");
        thread.setDaemon(true);
        return thread;
    });

    public TaskTimer(StateLock lock) {
        this.lock = lock;
    }

    /** @return by which it can be taken back */
    public Future<?> later(Duration delay, Runnable work) {
        try {
            return scheduler.schedule(() -> lock.run(work), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server is being closed; nobody will look at the outcome any more.
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}

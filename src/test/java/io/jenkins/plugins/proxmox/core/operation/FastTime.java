package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.MortalClient;
import io.jenkins.plugins.proxmox.core.task.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Time that goes by {@value #SPEED} times as fast as outside, the same for all processes; dead ones do nothing more. */
record FastTime(MortalClient life) implements Timing {
    static final int SPEED = 120;

    private static final Instant START = Instant.now();
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static long seen = System.nanoTime();
    private static long lived;
    private static final ScheduledExecutorService EXECUTOR = Executors.newScheduledThreadPool(12, action -> {
        Thread thread = new Thread(action, "fast-time");
        thread.setDaemon(true);
        return thread;
    });

    static {
        EXECUTOR.scheduleAtFixedRate(FastTime::lived, 10, 10, TimeUnit.MILLISECONDS);
    }

    /** When the JVM or its machine stands still, no minutes pass in which nobody could do anything. */
    private static synchronized long lived() {
        long now = System.nanoTime();
        lived += Math.min(now - seen, LONGEST_NANOS);
        seen = now;
        return lived;
    }

    @Override
    public Instant now() {
        return START.plusNanos(lived() * SPEED);
    }

    @Override
    public void schedule(Duration delay, Runnable action) {
        EXECUTOR.schedule(
                () -> {
                    if (!life.isDead()) {
                        action.run();
                    }
                },
                delay.toNanos() / SPEED,
                TimeUnit.NANOSECONDS);
    }
}

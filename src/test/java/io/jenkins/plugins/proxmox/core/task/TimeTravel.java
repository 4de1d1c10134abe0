package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets time pass at once for all that waits for Proxmox VE. */
public final class TimeTravel implements AutoCloseable {
    private final AtomicLong later = new AtomicLong();

    public TimeTravel() {
        PooledTiming.nanoTime = () -> System.nanoTime() + later.get();
    }

    public void pass(Duration time) {
        later.addAndGet(time.toNanos());
    }

    @Override
    public void close() {
        PooledTiming.nanoTime = System::nanoTime;
    }
}

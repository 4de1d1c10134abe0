package io.jenkins.plugins.proxmox.cloud.agent;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets threads wait for what others change. */
final class Signal {
    @SuppressFBWarnings(value = "NN_NAKED_NOTIFY", justification = "what has changed is known to those who wait")
    synchronized void raise() {
        notifyAll();
    }

    /**
     * Looks each time the signal is raised.
     *
     * @return whether it is so by now
     */
    synchronized boolean await(BooleanSupplier condition, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        long left = most.toMillis();
        while (left > 0 && !condition.getAsBoolean()) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return condition.getAsBoolean();
    }
}

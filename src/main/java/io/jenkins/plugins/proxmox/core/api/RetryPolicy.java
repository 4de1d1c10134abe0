package io.jenkins.plugins.proxmox.core.api;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after which pauses a call is sent again. Reads are, after anything that the network did; changes only
 * when it is certain that they never arrived. The pauses hold the thread that calls, so this is for callers with a thread
 * of their own; operations and waits use {@link ApiClient#once} and look again later.
 *
 * @param attempts at least 1, the first one included
 * @param first the pause before the second attempt; each further one is twice as long
 * @param random spreads the pauses by a fifth in both directions, so that many clients don't return at once
 */
public record RetryPolicy(int attempts, Duration first, RandomGenerator random, Pause pause) {
    /** Waits, or doesn't, in tests. */
    @FunctionalInterface
    public interface Pause {
        /** Ends when so much time has passed. */
        void take(Duration duration) throws InterruptedException;
    }

    /** Four attempts within about two seconds. */
    public static RetryPolicy usual() {
        return new RetryPolicy(
                4, Duration.ofMillis(250), RandomGenerator.getDefault(), duration -> Thread.sleep(duration.toMillis()));
    }

    /** Waits before the attempt after this one. */
    void pauseAfter(int attempt) throws InterruptedException {
        double spread = 0.8 + 0.4 * random.nextDouble();
        pause.take(Duration.ofMillis((long) (first.toMillis() * Math.pow(2, attempt - 1) * spread)));
    }
}

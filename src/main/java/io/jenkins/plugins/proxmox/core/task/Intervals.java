package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between two looks at something.
 *
 * <p>Most tasks take 40 to 120 ms and some take an hour. With a first look after 70 ms a short task is noticed about 25 ms
 * after its end, with one or two looks; each later look follows after 50 ms and 6% of the age, so that the end of a
 * longer task is noticed, on the average, after some 3% of the time that it took.
 */
final class Intervals {
    static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration FIRST_LOOK = Duration.ofMillis(70);
    private static final long SHORTEST = 50;
    private static final long PERCENT_OF_AGE = 6;

    /** Never later than planned, so that the longest interval is the longest. */
    private static final double SPREAD = 0.06;

    private final RandomGenerator random;

    /** @param random keeps waits that began together from looking together for ever; safe for use by many threads */
    Intervals(RandomGenerator random) {
        this.random = random;
    }

    /** The interval at an age, without spread. */
    static Duration at(Duration age) {
        long grown = SHORTEST + Math.max(0, age.toMillis()) * PERCENT_OF_AGE / 100;
        return Duration.ofMillis(Math.min(LONGEST.toMillis(), grown));
    }

    /** How long after its beginning a task is looked at for the first time. */
    Duration first() {
        return spread(FIRST_LOOK);
    }

    /** The interval at an age. */
    Duration next(Duration age) {
        return spread(at(age));
    }

    /** A little less than this. */
    Duration spread(Duration interval) {
        return Duration.ofMillis(Math.round(interval.toMillis() * (1 - SPREAD * random.nextDouble())));
    }
}

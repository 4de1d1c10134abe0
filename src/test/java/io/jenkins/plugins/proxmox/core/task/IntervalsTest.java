package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    private final Intervals intervals = new Intervals(new Random(4));

    @Test
    void theSpreadMakesIntervalsShorterByAFewPercentAndNeverLonger() {
        Set<Duration> seen = IntStream.range(0, 1000)
                .mapToObj(it -> intervals.next(Duration.ofHours(1)))
                .collect(Collectors.toSet());

        assertThat(seen)
                .hasSizeGreaterThan(100)
                .allSatisfy(it -> assertThat(it).isBetween(Duration.ofMillis(4700), Intervals.LONGEST));
    }

    @Test
    void theFirstLookIsSpreadToo() {
        assertThat(Stream.generate(intervals::first).limit(100))
                .allSatisfy(it -> assertThat(it).isBetween(Duration.ofMillis(65), Duration.ofMillis(70)));
    }

    @Test
    void withoutChanceThereIsNoSpread() {
        Intervals exact = new Intervals(() -> 0);
        assertThat(exact.next(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(170));
        assertThat(exact.spread(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    }
}

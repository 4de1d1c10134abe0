package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeSinceTest {
    private Instant clock = VirtualTiming.START;
    private long nanos = Long.MAX_VALUE - 5;
    private final TimeSince time = new TimeSince(() -> clock, () -> nanos);

    @Test
    void passesAsItDoesWhateverTheClockIsSetTo() {
        assertThat(time.now()).isEqualTo(VirtualTiming.START);
        clock = clock.plus(Duration.ofDays(1));
        assertThat(time.now()).isEqualTo(VirtualTiming.START);
        nanos += Duration.ofSeconds(7).toNanos();
        clock = clock.minus(Duration.ofDays(2));
        assertThat(time.now()).isEqualTo(VirtualTiming.START.plusSeconds(7));
    }
}

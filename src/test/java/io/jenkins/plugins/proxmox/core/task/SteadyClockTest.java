package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private final SettableTiming timing = new SettableTiming();
    private final SteadyClock clock = new SteadyClock(timing);

    @Test
    void goesOnFromWhereItWasWhenTheTimeOfDayIsPutBack() {
        Instant before = clock.now();
        timing.now = timing.now.minus(Duration.ofHours(1));
        assertThat(clock.now()).isEqualTo(before);
        timing.now = timing.now.plusSeconds(7);
        assertThat(clock.now()).isEqualTo(before.plusSeconds(7));
    }

    private static final class SettableTiming implements Timing {
        private Instant now = VirtualTiming.START;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void schedule(Duration delay, Runnable action) {
            throw new UnsupportedOperationException("a clock schedules nothing");
        }
    }
}

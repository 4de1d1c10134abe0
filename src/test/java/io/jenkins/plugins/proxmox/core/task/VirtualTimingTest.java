package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.task.VirtualTiming.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTiming timing = new VirtualTiming();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void standsStillAndRunsNothingByItself() {
        timing.schedule(Duration.ZERO, () -> seen.add("ran"));
        assertThat(seen).isEmpty();
        assertThat(timing.now()).isEqualTo(START);
    }

    @Test
    void runsWhatFallsDueInItsOrder() {
        timing.schedule(SECOND.multipliedBy(2), () -> seen.add("later"));
        timing.schedule(SECOND, () -> seen.add("first"));
        timing.schedule(SECOND, () -> seen.add("second"));
        timing.advance(SECOND.multipliedBy(2));
        assertThat(seen).containsExactly("first", "second", "later");
    }

    @Test
    void runsWhatIsDueAtTheEndAndNothingAfterIt() {
        timing.schedule(SECOND, () -> seen.add("due"));
        timing.schedule(SECOND.plusNanos(1), () -> seen.add("too late"));
        timing.advance(SECOND);
        assertThat(seen).containsExactly("due");
        assertThat(timing.untilNext()).contains(Duration.ofNanos(1));
    }

    @Test
    void showsEveryActionTheTimeItWasDue() {
        timing.schedule(SECOND, () -> seen.add(timing.now()));
        timing.advance(SECOND.multipliedBy(5));
        assertThat(seen).containsExactly(START.plusSeconds(1));
        assertThat(timing.now()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void runsWhatAnActionSchedulesIfThatFallsDueToo() {
        timing.schedule(SECOND, () -> timing.schedule(SECOND, () -> seen.add(timing.now())));
        timing.advance(SECOND.multipliedBy(2));
        assertThat(seen).containsExactly(START.plusSeconds(2));
    }

    @Test
    void runsUntilNothingIsLeftAndTellsHowLongThatTook() {
        timing.schedule(SECOND, () -> timing.schedule(SECOND.multipliedBy(59), () -> seen.add("ran")));
        assertThat(timing.runUntilIdle()).isEqualTo(Duration.ofMinutes(1));
        assertThat(seen).containsExactly("ran");
        assertThat(timing.runUntilIdle()).isZero();
    }

    @Test
    void doesNotRunForEver() {
        repeatEvery(SECOND);
        assertThatIllegalStateException().isThrownBy(timing::runUntilIdle).withMessageContaining("still scheduled");
    }

    @Test
    void doesNotRunForEverInOneMoment() {
        repeatEvery(Duration.ZERO);
        assertThatIllegalStateException()
                .isThrownBy(() -> timing.advance(SECOND))
                .withMessageContaining("again and again");
    }

    @Test
    void isLateForWhatFallsDueWhileAnActionBlocks() {
        timing.schedule(SECOND, () -> timing.elapse(SECOND.multipliedBy(10)));
        timing.schedule(SECOND.multipliedBy(2), () -> seen.add(timing.now()));
        timing.advance(SECOND.multipliedBy(3));
        assertThat(seen).containsExactly(START.plusSeconds(11));
        assertThat(timing.now()).isEqualTo(START.plusSeconds(11));
    }

    @Test
    void handsTheFailureOfAnActionToTheTest() {
        timing.schedule(SECOND, () -> {
            throw new UnsupportedOperationException("broken");
        });
        timing.schedule(SECOND, () -> seen.add("next"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(timing::runUntilIdle);
        assertThat(seen).isEmpty();
        timing.runUntilIdle();
        assertThat(seen).containsExactly("next");
    }

    @Test
    void isDrivenByTheTestAlone() {
        timing.schedule(SECOND, () -> timing.advance(SECOND));
        assertThatIllegalStateException().isThrownBy(timing::runUntilIdle).withMessageContaining("elapse()");
    }

    @Test
    void doesNotGoBack() {
        Duration negative = Duration.ofMillis(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> timing.advance(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> timing.elapse(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> timing.schedule(negative, () -> {}));
    }

    @Test
    void beginsWhenATestWants() {
        Instant start = Instant.parse("2030-01-01T00:00:00Z");
        assertThat(new VirtualTiming(start).now()).isEqualTo(start);
    }

    private void repeatEvery(Duration pause) {
        timing.schedule(pause, () -> repeatEvery(pause));
    }
}

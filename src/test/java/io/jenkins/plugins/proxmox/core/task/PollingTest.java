package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PollingTest {
    private final VirtualTiming timing = new VirtualTiming();
    private final List<Duration> looks = new ArrayList<>();
    private final Instant start = timing.now();

    private CompletableFuture<String> until(Duration timeout, Duration pause, Supplier<Optional<String>> look) {
        return Polling.until(timing, "the cows to come home", timeout, pause, () -> {
            looks.add(Duration.between(start, timing.now()));
            return look.get();
        });
    }

    private Optional<String> after(Duration time) {
        return Optional.of("there").filter(t -> !timing.now().isBefore(start.plus(time)));
    }

    private static ProxmoxException failure(CompletableFuture<?> future) {
        return (ProxmoxException) future.handle((result, failure) -> failure).getNow(new AssertionError("not ended"));
    }

    @Test
    void looksAtOnceForTheFirstTime() {
        CompletableFuture<String> end = until(Duration.ofMinutes(1), Duration.ZERO, () -> after(Duration.ZERO));
        timing.runUntilIdle();

        assertThat(end).isCompletedWithValue("there");
        assertThat(looks).containsExactly(Duration.ZERO);
    }

    @Test
    void looksLessOftenTheLongerItTakes() {
        CompletableFuture<String> end = until(Duration.ofMinutes(5), Duration.ZERO, () -> after(Duration.ofMinutes(2)));
        Duration took = timing.runUntilIdle();

        assertThat(end).isCompletedWithValue("there");
        assertThat(took).isLessThan(Duration.ofSeconds(125));
        assertThat(looks.get(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(looks).hasSizeBetween(20, 100);
    }

    @Test
    void looksNoMoreOftenThanItsCostAllows() {
        until(Duration.ofMinutes(5), Duration.ofSeconds(3), () -> after(Duration.ofSeconds(10)));
        timing.runUntilIdle();

        assertThat(looks)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(12));
    }

    @Test
    void givesUpAtTheDeadlineAfterALastLook() {
        CompletableFuture<String> end = until(Duration.ofSeconds(10), Duration.ofSeconds(3), Optional::empty);
        Duration took = timing.runUntilIdle();

        assertThat(took).isEqualTo(Duration.ofSeconds(10));
        assertThat(looks).endsWith(Duration.ofSeconds(10));
        assertThat(failure(end).problem()).isEqualTo(new Problem.TimedOut());
        assertThat(failure(end)).hasMessageContaining("the cows to come home");
    }

    @Test
    void bearsAnOutageOfLessThanAMinute() {
        CompletableFuture<String> end = until(Duration.ofMinutes(5), Duration.ZERO, () -> {
            if (timing.now().isBefore(start.plusSeconds(50))) {
                throw new ProxmoxException(new Problem.NodeUnreachable(), "down");
            }
            return Optional.of("back");
        });
        timing.runUntilIdle();

        assertThat(end).isCompletedWithValue("back");
    }

    @Test
    void endsAfterAMinuteWithoutAnyAnswer() {
        CompletableFuture<String> end = until(Duration.ofMinutes(5), Duration.ZERO, () -> {
            throw new ProxmoxException(new Problem.NodeUnreachable(), "down");
        });
        Duration took = timing.runUntilIdle();

        assertThat(took).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
        assertThat(failure(end)).hasMessage("down");
    }

    @Test
    void endsAtOnceWithAnyOtherFailure() {
        CompletableFuture<String> end = until(Duration.ofMinutes(5), Duration.ZERO, () -> {
            throw new ProxmoxException(new Problem.NotFound(), "gone");
        });
        timing.runUntilIdle();

        assertThat(failure(end)).hasMessage("gone");
        assertThat(looks).hasSize(1);
    }

    @Test
    void endsWhenLookingItselfIsBroken() {
        CompletableFuture<String> end = until(Duration.ofMinutes(5), Duration.ZERO, () -> {
            throw new IllegalStateException("broken");
        });
        timing.runUntilIdle();

        assertThat(end).isCompletedExceptionally();
    }

    @Test
    void stopsLookingWhenNobodyWaitsAnyMore() {
        CompletableFuture<String> end = until(Duration.ofMinutes(5), Duration.ZERO, Optional::empty);
        timing.advance(Duration.ofSeconds(1));
        end.cancel(false);
        int before = looks.size();
        timing.runUntilIdle();

        assertThat(looks).hasSize(before);
    }
}

package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final VirtualTiming timing = new VirtualTiming();
    private final Recent<Integer> recent = new Recent<>(timing, FRESH, 2);
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void whoAsksAtTheSameTimeOrSoonAfterwardsSharesOneRead() {
        CompletableFuture<Integer> first = recent.get("a", reads::incrementAndGet);
        CompletableFuture<Integer> second = recent.get("a", reads::incrementAndGet);
        assertThat(first).isNotDone();
        timing.runUntilIdle();
        timing.elapse(FRESH);
        CompletableFuture<Integer> third = recent.get("a", reads::incrementAndGet);

        assertThat(first).isCompletedWithValue(1);
        assertThat(second).isCompletedWithValue(1);
        assertThat(third).isCompletedWithValue(1);
    }

    @Test
    void afterAWhileItIsReadAgain() {
        recent.get("a", reads::incrementAndGet);
        timing.runUntilIdle();
        timing.elapse(FRESH.plusMillis(1));
        CompletableFuture<Integer> later = recent.get("a", reads::incrementAndGet);
        timing.runUntilIdle();

        assertThat(later).isCompletedWithValue(2);
    }

    @Test
    void aReadThatTookLongIsAsFreshAsItsEnd() {
        recent.get("a", () -> {
            timing.elapse(FRESH.multipliedBy(3));
            return reads.incrementAndGet();
        });
        timing.runUntilIdle();

        assertThat(recent.get("a", reads::incrementAndGet)).isCompletedWithValue(1);
    }

    @Test
    void aFailureIsSharedToo() {
        Recent<Integer> failing = new Recent<>(timing, FRESH, 1);
        CompletableFuture<Integer> first = failing.get("a", this::fail);
        timing.runUntilIdle();
        CompletableFuture<Integer> second = failing.get("a", this::fail);

        assertThat(first).isCompletedExceptionally();
        assertThatThrownBy(second::join).isInstanceOf(CompletionException.class).hasMessageContaining("no route");
        assertThat(reads).hasValue(1);
    }

    @Test
    void onlySomeReadsAreUnderWayAtOnce() {
        recent.get("a", reads::incrementAndGet);
        recent.get("b", reads::incrementAndGet);
        CompletableFuture<Integer> third = recent.get("c", reads::incrementAndGet);

        assertThatThrownBy(third::join).hasRootCauseMessage("Proxmox VE has not answered earlier questions yet");
        timing.runUntilIdle();
        CompletableFuture<Integer> again = recent.get("c", reads::incrementAndGet);
        timing.runUntilIdle();
        assertThat(again).isCompletedWithValue(3);
    }

    @Test
    void nobodyCanSpoilWhatOthersGet() {
        CompletableFuture<Integer> first = recent.get("a", reads::incrementAndGet);
        first.cancel(true);
        CompletableFuture<Integer> second = recent.get("a", reads::incrementAndGet);
        timing.runUntilIdle();

        assertThat(second).isCompletedWithValue(1);
    }

    private Integer fail() {
        reads.incrementAndGet();
        throw new ProxmoxException(new Problem.NodeUnreachable(), "no route");
    }
}

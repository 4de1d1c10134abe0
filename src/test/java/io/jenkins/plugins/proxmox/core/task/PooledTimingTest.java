package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PooledTimingTest {
    @Test
    void closingForgetsWhatHasNotBegunAndLetsTheRestComeToItsEnd() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Void> later = new CompletableFuture<>();
        PooledTiming timing = new PooledTiming(1, "test");
        timing.schedule(Duration.ZERO, () -> {
            begun.countDown();
            try {
                mayEnd.await();
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        timing.schedule(Duration.ofHours(1), () -> later.complete(null));
        begun.await();

        timing.close();
        timing.schedule(Duration.ZERO, () -> later.complete(null));
        mayEnd.countDown();

        assertThat(interrupted.join()).isFalse();
        assertThat(later).isNotDone();
    }

    @Test
    void whatComesLastDoesSoOnceNothingIsAtWork() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        CompletableFuture<Boolean> endedBefore = new CompletableFuture<>();
        PooledTiming timing = new PooledTiming(2, "test");
        timing.schedule(Duration.ZERO, () -> {
            begun.countDown();
            try {
                mayEnd.await();
                ended.complete(true);
            } catch (InterruptedException e) {
                ended.completeExceptionally(e);
            }
        });
        timing.schedule(Duration.ofHours(1), () -> ended.complete(false));
        begun.await();

        timing.closeThen(() -> endedBefore.complete(ended.isDone()));
        assertThat(endedBefore).isNotDone();
        mayEnd.countDown();

        assertThat(endedBefore.join()).isTrue();
    }

    @Test
    void whereNothingIsAtWorkTheLastComesAtOnce() {
        CompletableFuture<Void> last = new CompletableFuture<>();

        new PooledTiming(1, "test").closeThen(() -> last.complete(null));

        assertThat(last).isDone();
    }
}

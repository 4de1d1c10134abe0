package io.jenkins.plugins.proxmox.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.placement.Turnstile.Permit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnstileTest {
    private static final Set<String> NODE = Set.of("node");
    private static final Set<String> STORAGE = Set.of("storage");
    private static final Set<String> BOTH = Set.of("node", "storage");

    private final Map<String, Integer> bounds = new HashMap<>(Map.of("node", 2, "storage", 1));
    private final Turnstile turnstile = new Turnstile(key -> bounds.getOrDefault(key, 0), Runnable::run);

    @Test
    void asManyAsTheBoundAllows() {
        CompletableFuture<Permit> first = turnstile.enter(NODE);
        CompletableFuture<Permit> second = turnstile.enter(NODE);
        CompletableFuture<Permit> third = turnstile.enter(NODE);
        CompletableFuture<Permit> fourth = turnstile.enter(NODE);

        assertThat(List.of(first, second)).allMatch(CompletableFuture::isDone);
        assertThat(List.of(third, fourth)).noneMatch(CompletableFuture::isDone);
        assertThat(turnstile.waiting()).isEqualTo(2);
        second.join().close();
        assertThat(third).isDone();
        assertThat(fourth).isNotDone();
    }

    @Test
    void withoutABoundAnyNumber() {
        assertThat(IntStream.range(0, 50).mapToObj(i -> turnstile.enter(Set.of("other"))))
                .allMatch(CompletableFuture::isDone);
        assertThat(turnstile.enter(Set.of())).isDone();
    }

    @Test
    void aPermitThatIsClosedAgainLetsNobodyElseIn() {
        Permit permit = turnstile.enter(STORAGE).join();
        CompletableFuture<Permit> second = turnstile.enter(STORAGE);
        CompletableFuture<Permit> third = turnstile.enter(STORAGE);
        permit.close();
        permit.close();

        assertThat(second).isDone();
        assertThat(third).isNotDone();
    }

    @Test
    void whoWaitsForOneHoldsNoneOfTheOthers() {
        Permit storage = turnstile.enter(STORAGE).join();
        Permit node = turnstile.enter(NODE).join();
        CompletableFuture<Permit> both = turnstile.enter(BOTH);
        assertThat(both).isNotDone();

        CompletableFuture<Permit> other = turnstile.enter(NODE);
        assertThat(other).as("the node has room").isDone();
        storage.close();
        assertThat(both).as("now the node has none").isNotDone();
        node.close();
        assertThat(both).isDone();
    }

    @Test
    void whoWaitsForTwoIsNotOvertakenForEver() {
        bounds.put("node", 1);
        Permit storage = turnstile.enter(STORAGE).join();
        Deque<CompletableFuture<Permit>> others = new ArrayDeque<>();
        CompletableFuture<Permit> both = turnstile.enter(BOTH);
        int overtakers = 0;
        for (int i = 0; i < 30; i++) {
            others.add(turnstile.enter(NODE));
            if (others.peek().isDone()) {
                overtakers++;
                others.remove().join().close();
            }
        }
        assertThat(overtakers).isEqualTo(10);
        assertThat(others).hasSize(20).noneMatch(CompletableFuture::isDone);

        storage.close();
        assertThat(both).isDone();
        assertThat(others).noneMatch(CompletableFuture::isDone);
        both.join().close();
        assertThat(others.peek()).isDone();
    }

    @Test
    void whoCancelsLeavesTheQueue() {
        Permit permit = turnstile.enter(STORAGE).join();
        CompletableFuture<Permit> second = turnstile.enter(STORAGE);
        CompletableFuture<Permit> third = turnstile.enter(STORAGE);
        second.cancel(false);
        assertThat(turnstile.waiting()).isEqualTo(1);
        permit.close();

        assertThat(third).isDone();
        third.join().close();
        assertThat(turnstile.enter(STORAGE)).isDone();
    }

    @Test
    void whoGivesUpKeepsNothingFromOthers() {
        bounds.put("node", 1);
        turnstile.enter(STORAGE);
        CompletableFuture<Permit> both = turnstile.enter(BOTH);
        for (int i = 0; i < 10; i++) {
            turnstile.enter(NODE).join().close();
        }
        CompletableFuture<Permit> kept = turnstile.enter(NODE);
        assertThat(kept).isNotDone();
        both.completeExceptionally(new IllegalStateException("no longer wanted"));

        assertThat(kept).isDone();
    }

    @Test
    void whoCancelsWhenItWasItsTurnAlreadyPassesItOn() {
        List<Runnable> later = new ArrayList<>();
        Turnstile slow = new Turnstile(key -> 1, later::add);
        CompletableFuture<Permit> first = slow.enter(NODE);
        CompletableFuture<Permit> second = slow.enter(NODE);
        assertThat(later).hasSize(1);
        first.cancel(false);
        later.remove(0).run();

        assertThat(later).as("the second one's turn").hasSize(1);
        later.remove(0).run();
        assertThat(second).isDone();
    }

    @Test
    void whoIsLetInInTimeGetsThePermit() throws Exception {
        Permit permit = Turnstile.await(turnstile.enter(STORAGE), Duration.ofSeconds(60));
        assertThatThrownBy(() -> Turnstile.await(turnstile.enter(STORAGE), Duration.ZERO))
                .isInstanceOf(TimeoutException.class);
        assertThat(turnstile.waiting()).isZero();
        permit.close();
        assertThat(turnstile.enter(STORAGE)).isDone();
    }

    /** Its turn comes after it has lost its patience, and before it could say so. */
    @ParameterizedTest
    @ValueSource(classes = {TimeoutException.class, InterruptedException.class})
    void whoseTurnComesInTheMomentItGivesUpKeepsNothing(Class<? extends Exception> reason) {
        Permit before = turnstile.enter(STORAGE).join();
        CompletableFuture<Permit> turn = turnstile.enter(STORAGE);
        CompletableFuture<Permit> impatient = new CompletableFuture<>() {
            @Override
            public Permit get(long time, TimeUnit unit) throws InterruptedException, TimeoutException {
                before.close();
                complete(turn.join());
                if (reason == TimeoutException.class) {
                    throw new TimeoutException();
                }
                throw new InterruptedException();
            }
        };

        assertThatThrownBy(() -> Turnstile.await(impatient, Duration.ofSeconds(1)))
                .isInstanceOf(reason);
        assertThat(turnstile.enter(STORAGE)).isDone();
    }

    @Test
    void aBoundMayBeRaised() {
        Permit permit = turnstile.enter(STORAGE).join();
        List<CompletableFuture<Permit>> others =
                IntStream.range(0, 4).mapToObj(i -> turnstile.enter(STORAGE)).toList();
        bounds.put("storage", 3);
        permit.close();

        assertThat(others.stream().filter(CompletableFuture::isDone)).hasSize(3);
    }

    @Test
    void everybodyGetsInAndNeverTooMany() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Map<String, Integer> most = Map.of("n1", 2, "n2", 3, "s1", 2, "s2", 1);
        Map<String, AtomicInteger> inside = new HashMap<>();
        most.keySet().forEach(key -> inside.put(key, new AtomicInteger()));
        Turnstile busy = new Turnstile(most::get, pool);
        AtomicInteger tooMany = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        int clones = 4_000;
        CountDownLatch ends = new CountDownLatch(clones);
        Random random = new Random(6);
        try {
            for (int i = 0; i < clones; i++) {
                Set<String> keys = new HashSet<>(Set.of("n" + (1 + random.nextInt(2))));
                if (random.nextBoolean()) {
                    keys.add("s" + (1 + random.nextInt(2)));
                }
                CompletableFuture<Permit> entry = busy.enter(keys);
                entry.whenComplete((permit, failure) -> {
                    if (failure != null) {
                        cancelled.incrementAndGet();
                        ends.countDown();
                        return;
                    }
                    keys.forEach(key -> {
                        if (inside.get(key).incrementAndGet() > most.get(key)) {
                            tooMany.incrementAndGet();
                        }
                    });
                    pool.execute(() -> {
                        keys.forEach(key -> inside.get(key).decrementAndGet());
                        permit.close();
                        ends.countDown();
                    });
                });
                if (random.nextInt(5) == 0) {
                    pool.execute(() -> entry.cancel(false));
                }
            }
            assertThat(ends.await(60, TimeUnit.SECONDS)).as("all ended").isTrue();
        } finally {
            pool.shutdownNow();
        }

        assertThat(tooMany.get()).isZero();
        assertThat(cancelled.get()).isLessThan(clones);
        assertThat(busy.waiting()).isZero();
    }
}

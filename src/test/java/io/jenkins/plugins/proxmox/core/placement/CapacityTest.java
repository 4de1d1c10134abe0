package io.jenkins.plugins.proxmox.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.placement.Limits.Limit;
import io.jenkins.plugins.proxmox.core.placement.Limits.Nodes;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final Demand SMALL =
            new Demand(GuestType.VIRTUAL_MACHINE, DataSize.ofGiB(4), 2, Map.of("local", DataSize.ofGiB(10)), Set.of());
    private static final OptionalInt ANY = OptionalInt.empty();
    private static final Limits THREE_OF_TWO = limits(3, 2);

    /** Bad luck again and again would be none. */
    private static final int MOST_LOOKS = 1_000;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Capacity capacity = new Capacity(nanos::get);

    private static Limits limits(int cloud, int template) {
        return new Limits(new Limit("pve", cloud), new Limit("Debian 12", template));
    }

    private static Limits onNodes(int guests, String... nodes) {
        return Limits.NONE.on(Optional.of(new Nodes(guests, Set.of(nodes), Map.of())));
    }

    private static Slot slot(String id) {
        return slot(id, "debian");
    }

    private static Slot slot(String id, String template) {
        return new Slot(id, "cloud-1", template, Optional.empty());
    }

    private Optional<String> take(Slot slot, Limits limits) {
        return capacity.take(slot, limits).map(Shortage::toString);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void theTemplateIsFull() {
        assertThat(take(slot("a"), THREE_OF_TWO)).isEmpty();
        assertThat(take(slot("b"), THREE_OF_TWO)).isEmpty();

        assertThat(take(slot("c"), THREE_OF_TWO)).contains("the template 'Debian 12' has its 2 guests");
        assertThat(take(slot("c", "windows"), THREE_OF_TWO)).isEmpty();
    }

    @Test
    void theCloudIsFull() {
        take(slot("a"), THREE_OF_TWO);
        take(slot("b"), THREE_OF_TWO);
        take(slot("c", "windows"), THREE_OF_TWO);

        assertThat(take(slot("d", "windows"), THREE_OF_TWO)).contains("the cloud 'pve' has its 3 guests");
        assertThat(take(new Slot("e", "cloud-2", "debian", Optional.empty()), THREE_OF_TWO))
                .as("another cloud's template of the same name")
                .isEmpty();
        assertThat(capacity.ofCloud("cloud-1")).isEqualTo(3);
        assertThat(capacity.ofTemplate("cloud-1", "debian")).isEqualTo(2);
        assertThat(capacity.ofTemplate("cloud-2", "debian")).isEqualTo(1);
    }

    @Test
    void noLimitIsNone() {
        assertThat(IntStream.range(0, 100).mapToObj(i -> take(slot("a" + i), Limits.NONE)))
                .allMatch(Optional::isEmpty);
        assertThat(capacity.ofCloud("cloud-1")).isEqualTo(100);
    }

    @Test
    void takingAgainChangesNothing() {
        take(slot("a"), limits(1, 1));
        capacity.place("a", "n1", SMALL, ANY);

        assertThat(take(slot("a"), limits(1, 1))).isEmpty();
        assertThat(capacity.slots()).containsExactly(slot("a").on("n1"));
        assertThat(take(slot("b"), limits(1, 1))).contains("the cloud 'pve' has its guest");
    }

    @Test
    void aSlotThatIsFreedIsFreeOnce() {
        take(slot("a"), limits(1, 1));
        capacity.free("a");
        capacity.free("a");
        capacity.free("never there");

        assertThat(take(slot("b"), limits(1, 1))).isEmpty();
        assertThat(take(slot("c"), limits(1, 1))).isPresent();
    }

    @Test
    void whatWasThereBeforeARestartCountsWhateverTheLimits() {
        capacity.restore(slot("a").on("n1"));
        capacity.restore(slot("b").on("n1"));
        capacity.restore(slot("c").on("n1"));

        assertThat(take(slot("d"), limits(2, 0))).contains("the cloud 'pve' has 3 guests, and may have 2");
        assertThat(capacity.full(OptionalInt.of(2))).containsOnly(Map.entry("n1", "has 3 guests, and may have 2"));
        capacity.free("a");
        assertThat(take(slot("d"), limits(2, 0))).contains("the cloud 'pve' has its 2 guests");
        capacity.free("b");
        assertThat(take(slot("d"), limits(2, 0))).isEmpty();
    }

    @Test
    void aNodeIsFullForGuestsOfAnyCloud() {
        take(slot("a"), Limits.NONE);
        take(new Slot("b", "cloud-2", "debian", Optional.empty()), Limits.NONE);

        assertThat(capacity.place("a", "n1", SMALL, OptionalInt.of(1))).isEmpty();
        assertThat(capacity.place("b", "n1", SMALL, OptionalInt.of(1))).contains("has its guest");
        assertThat(capacity.place("a", "n1", SMALL, OptionalInt.of(1)))
                .as("where it is already")
                .isEmpty();
        assertThat(capacity.place("b", "n2", SMALL, OptionalInt.of(1))).isEmpty();
        assertThat(capacity.onNodes()).isEqualTo(Map.of("n1", 1, "n2", 1));
        assertThat(capacity.full(OptionalInt.of(1))).containsOnlyKeys("n1", "n2");
        assertThat(capacity.full(OptionalInt.of(0))).isEmpty();
        assertThat(capacity.full(ANY)).isEmpty();
    }

    @Test
    void whoMayNotChangeItsNodeKeepsIt() {
        capacity.restore(slot("a").on("n1"));
        capacity.restore(slot("b").on("n2"));

        assertThat(capacity.place("b", "n1", SMALL, OptionalInt.of(1))).isPresent();
        assertThat(capacity.onNodes()).isEqualTo(Map.of("n1", 1, "n2", 1));
        assertThat(capacity.expected()).isEmpty();
    }

    @Test
    void noGuestGoesAnywhereWithoutASlot() {
        assertThat(capacity.place("a", "n1", SMALL, ANY)).contains("gets no guest without a slot");
        assertThat(capacity.onNodes()).isEmpty();
    }

    @Test
    void aTryThatFailedLeavesTheNodeButKeepsTheSlot() {
        take(slot("a"), Limits.NONE);
        capacity.place("a", "n1", SMALL, ANY);
        capacity.started("a");
        capacity.unplace("a");

        assertThat(capacity.onNodes()).isEmpty();
        assertThat(capacity.expected()).isEmpty();
        assertThat(capacity.ofCloud("cloud-1")).isEqualTo(1);

        capacity.place("a", "n2", SMALL, ANY);
        pass(Duration.ofMinutes(1));
        assertThat(capacity.expected()).as("it was not started there").containsOnlyKeys("n2");
    }

    @Test
    void aGuestIsExpectedUntilTheFiguresTellOfIt() {
        take(slot("a"), Limits.NONE);
        take(slot("b"), Limits.NONE);
        assertThat(capacity.expected()).isEmpty();
        capacity.place("a", "n1", SMALL, ANY);
        capacity.place("b", "n1", SMALL, ANY);
        pass(Duration.ofHours(1));

        assertThat(capacity.expected())
                .isEqualTo(Map.of("n1", Expected.NOTHING.and(SMALL).and(SMALL)));
        capacity.started("a");
        pass(Duration.ofSeconds(19));
        capacity.started("a");
        assertThat(capacity.expected().get("n1").guests()).isEqualTo(2);
        pass(Duration.ofSeconds(1));
        assertThat(capacity.expected()).isEqualTo(Map.of("n1", Expected.NOTHING.and(SMALL)));
        capacity.free("b");
        assertThat(capacity.expected()).isEmpty();
    }

    @Test
    void aGuestThatWasMovedCountsWhereItIs() {
        capacity.restore(slot("a").on("n1"));
        capacity.restore(slot("b").on("n2"));
        capacity.moved("b", "n1");
        capacity.moved("gone", "n1");

        assertThat(capacity.onNodes()).isEqualTo(Map.of("n1", 2));
        assertThat(capacity.full(OptionalInt.of(1))).containsOnly(Map.entry("n1", "has 2 guests, and may have 1"));
    }

    @Test
    void nodesThatAreFullAreToldBeforeAGuestIsBegun() {
        capacity.restore(slot("a").on("n1"));
        capacity.restore(slot("b").on("n2"));
        Limits limits = limits(0, 0).on(Optional.of(new Nodes(1, Set.of("n1", "n2"), Map.of("n3", "is offline"))));

        assertThat(take(slot("c"), limits))
                .contains(
                        "no node has room for a guest of the template 'Debian 12': n1 has its guest; n2 has its guest;"
                                + " n3 is offline");
        assertThat(capacity.ofCloud("cloud-1")).isEqualTo(2);
        assertThat(capacity.hasRoom(limits.nodes().orElseThrow())).isFalse();
        capacity.free("b");
        assertThat(capacity.hasRoom(limits.nodes().orElseThrow())).isTrue();
        assertThat(take(slot("c"), limits)).isEmpty();
    }

    @Test
    void whatIsNotPlacedYetTakesUpRoomWhereverItMayGo() {
        assertThat(take(slot("a"), onNodes(1, "n1", "n2"))).isEmpty();
        assertThat(take(slot("b"), onNodes(1, "n1", "n2"))).isEmpty();

        assertThat(take(slot("c"), onNodes(1, "n1", "n2")).orElseThrow())
                .contains("n1 is about to get the last that it may have");
        assertThat(take(slot("d"), onNodes(1, "n3"))).as("elsewhere").isEmpty();
        capacity.place("a", "n2", SMALL, OptionalInt.of(1));
        capacity.free("b");
        assertThat(take(slot("c"), onNodes(1, "n1", "n2"))).isEmpty();
    }

    @Test
    void aGuestWhoseNodeNobodyKnowsMayBeOnAny() {
        capacity.restore(slot("a"));

        assertThat(take(slot("b"), onNodes(1, "n1"))).isPresent();
        capacity.moved("a", "n2");
        assertThat(take(slot("b"), onNodes(1, "n1"))).isEmpty();
    }

    @Test
    void oneGuestFindsOutWhereThoseOfItsTemplateCanGo() {
        assertThat(take(slot("a"), onNodes(1))).isEmpty();

        assertThat(take(slot("b"), onNodes(1)).orElseThrow()).startsWith("it is being found out which node");
        assertThat(take(slot("c", "windows"), onNodes(1))).isEmpty();
        assertThat(take(slot("d"), onNodes(1, "n1")))
                .as("those that find out may go to any")
                .isPresent();
        capacity.place("a", "n1", SMALL, OptionalInt.of(1));
        capacity.free("c");
        assertThat(take(slot("b"), onNodes(1, "n1")).orElseThrow()).endsWith("n1 has its guest");
        assertThat(take(slot("b"), onNodes(1, "n1", "n2"))).isEmpty();
    }

    @Test
    void whoeverGetsASlotFindsANode() throws Exception {
        List<Count> nodes = List.of(new Count(), new Count(), new Count());
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        together(6, thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < 2_000; i++) {
                String id = thread + "-" + i;
                if (take(slot(id), onNodes(1, "n0", "n1", "n2")).isPresent()) {
                    refused.incrementAndGet();
                    continue;
                }
                int first = random.nextInt(3);
                // One node is free at each moment, but not the same one as long as a look at all of them takes.
                int node = IntStream.range(0, 3 * MOST_LOOKS)
                        .map(add -> (first + add) % 3)
                        .filter(it -> capacity.place(id, "n" + it, SMALL, OptionalInt.of(1))
                                .isEmpty())
                        .findFirst()
                        .orElseThrow();
                begun.incrementAndGet();
                nodes.get(node).add();
                Thread.yield();
                nodes.get(node).remove();
                capacity.free(id);
            }
        });

        assertThat(begun.get()).isGreaterThan(1_000);
        assertThat(refused.get()).isPositive();
        assertThat(nodes).allSatisfy(count -> assertThat(count.most.get()).isEqualTo(1));
        assertThat(capacity.slots()).isEmpty();
    }

    /** What a thread has, counted by itself: added once the slot is its own, taken off before it gives it back. */
    private static final class Count {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        void add() {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
        }

        void remove() {
            now.decrementAndGet();
        }
    }

    @Test
    void noLimitIsExceededWhoeverAsksAtTheSameTime() throws Exception {
        Count cloud = new Count();
        List<Count> templates = List.of(new Count(), new Count());
        List<Count> nodes = List.of(new Count(), new Count(), new Count());
        Limits limits = limits(7, 4);
        OptionalInt nodeLimit = OptionalInt.of(2);
        // Three guests from before the restart, one of them on a node of its own.
        for (int i = 0; i < 3; i++) {
            capacity.restore(slot("old" + i, "t0").on("n" + i));
            cloud.add();
            templates.get(0).add();
            nodes.get(i).add();
        }
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger placed = new AtomicInteger();
        together(6, thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < 2_000; i++) {
                int template = random.nextInt(2);
                String id = thread + "-" + i;
                if (take(slot(id, "t" + template), limits).isPresent()) {
                    continue;
                }
                taken.incrementAndGet();
                cloud.add();
                templates.get(template).add();
                int node = random.nextInt(3);
                if (capacity.place(id, "n" + node, SMALL, nodeLimit).isEmpty()) {
                    placed.incrementAndGet();
                    nodes.get(node).add();
                    Thread.yield();
                    nodes.get(node).remove();
                    if (random.nextBoolean()) {
                        capacity.unplace(id);
                    }
                }
                templates.get(template).remove();
                cloud.remove();
                capacity.free(id);
            }
        });

        assertThat(taken.get()).isGreaterThan(1_000);
        assertThat(placed.get()).isGreaterThan(100);
        assertThat(cloud.most.get()).isBetween(4, 7);
        assertThat(templates).allSatisfy(count -> assertThat(count.most.get()).isLessThanOrEqualTo(4));
        assertThat(nodes).allSatisfy(count -> assertThat(count.most.get()).isLessThanOrEqualTo(2));
        assertThat(capacity.slots()).extracting(Slot::id).containsExactly("old0", "old1", "old2");
        assertThat(capacity.expected()).isEmpty();
    }

    @Test
    void aRestartInTheMiddleLosesNobody() throws Exception {
        Limits limits = limits(5, 0);
        List<Capacity> lives = new ArrayList<>(List.of(capacity));
        for (int life = 0; life < 20; life++) {
            Capacity now = lives.get(life);
            int number = life;
            together(4, thread -> now.take(slot("life" + number + "-" + thread), limits));
            assertThat(now.ofCloud("cloud-1")).isLessThanOrEqualTo(5);
            Capacity next = new Capacity(nanos::get);
            now.slots().forEach(next::restore);
            assertThat(next.slots()).isEqualTo(now.slots());
            now.slots().stream().limit(number % 3).forEach(slot -> next.free(slot.id()));
            lives.add(next);
        }
        assertThat(lives.get(20).ofCloud("cloud-1")).isPositive();
    }

    private interface Body {
        void run(int thread) throws Exception;
    }

    private static void together(int threads, Body body) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch ready = new CountDownLatch(threads);
        try {
            List<Callable<Void>> bodies = IntStream.range(0, threads)
                    .<Callable<Void>>mapToObj(thread -> () -> {
                        ready.countDown();
                        ready.await();
                        body.run(thread);
                        return null;
                    })
                    .toList();
            for (Future<Void> end : pool.invokeAll(bodies)) {
                end.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}

package io.jenkins.plugins.proxmox.core.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.ownership.Sweep.Verdict;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SomeCluster cluster = new SomeCluster().guest(100, "n1", true, "jenkins");
    private final Map<VmId, GuestConfig> configs = new HashMap<>();
    private final Set<KnownGuest> known = new HashSet<>();
    private final List<Integer> reads = new ArrayList<>();
    private Sweep sweep = new Sweep("us", GRACE, nanos::get);

    private static Mark mark(int vmid, String operation) {
        return new Mark("us", new VmId(vmid), operation, "agent/debian", Optional.empty());
    }

    private static KnownGuest known(int vmid, String operation) {
        return new KnownGuest(operation, Optional.of(new VmId(vmid)));
    }

    private void guest(int vmid, String description) {
        cluster.guest(vmid, "n1");
        configs.put(new VmId(vmid), config(description, ""));
    }

    private void guest(Mark mark) {
        guest(mark.vmid().number(), "made by us\\n\\n" + mark);
    }

    private static GuestConfig config(String description, String more) {
        return GuestConfig.of(Replies.of("{\"description\":\"" + description + "\"" + more + "}"));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Verdict run() {
        Map<VmId, GuestConfig> read = new HashMap<>();
        for (GuestEntry entry : sweep.toRead(cluster.resources(), known)) {
            reads.add(entry.vmid().number());
            Optional.ofNullable(configs.get(entry.vmid())).ifPresent(config -> read.put(entry.vmid(), config));
        }
        return sweep.decide(cluster.resources(), read, known);
    }

    private static Verdict removes(Mark... marks) {
        return new Verdict(List.of(marks), List.of(), Optional.empty());
    }

    private static Verdict waitsFor(Mark... marks) {
        return new Verdict(List.of(), List.of(marks), Optional.empty());
    }

    @Test
    void whatAnEarlierLifeLeftIsRemovedAfterTheGracePeriod() {
        guest(mark(105, "op-1"));

        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1")));
        pass(GRACE.minusNanos(1));
        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1")));
        assertThat(reads).as("once").containsExactly(105);
        pass(Duration.ofNanos(1));
        assertThat(run()).isEqualTo(removes(mark(105, "op-1")));
        assertThat(reads).as("again before it is removed").containsExactly(105, 105);
    }

    @Test
    void nobodyIsRemovedByAMarkThatWasReadLongAgo() {
        guest(mark(105, "op-1"));
        run();
        pass(GRACE);
        configs.remove(new VmId(105));
        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1")));

        guest(new Mark("them", new VmId(105), "op-1", "agent/debian", Optional.empty()));
        assertThat(run()).isEqualTo(removes());
    }

    @Test
    void whoIsKnownIsNotEvenReadAndWhoBecomesKnownStays() {
        guest(mark(105, "op-1"));
        guest(mark(106, "op-2"));
        known.add(known(105, "op-1"));
        assertThat(run()).isEqualTo(waitsFor(mark(106, "op-2")));
        assertThat(reads).containsExactly(106);

        pass(GRACE);
        known.add(known(106, "op-2"));
        assertThat(run()).isEqualTo(removes());
        known.remove(known(106, "op-2"));
        assertThat(run()).as("the period begins anew").isEqualTo(waitsFor(mark(106, "op-2")));
    }

    @Test
    void whoBecomesKnownWhileItIsReadStays() {
        guest(mark(105, "op-1"));
        run();
        pass(GRACE);
        assertThat(sweep.toRead(cluster.resources(), known)).hasSize(1);
        known.add(known(105, "op-1"));

        assertThat(sweep.decide(cluster.resources(), configs, known)).isEqualTo(removes());
    }

    @Test
    void anOperationInTheMakingMayHaveMadeAnyButLaterOnlyOne() {
        known.add(new KnownGuest("op-1", Optional.empty()));
        guest(mark(105, "op-1"));
        guest(mark(106, "op-1"));
        assertThat(run()).isEqualTo(removes());
        known.clear();
        known.add(known(106, "op-1"));

        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1")));
        pass(GRACE);
        assertThat(run()).isEqualTo(removes(mark(105, "op-1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no mark",
                "proxmox-guests: controller=them vmid=105 operation=op-1 owner=agent/debian",
                "proxmox-guests: controller=us vmid=105 operation=op-1 owner=job/web/7/",
                "proxmox-guests: controller=us vmid=105 operation=op-1 owner=agents",
                "proxmox-guests: controller=us vmid=105 operation=op-1",
                "proxmox-guests: controller=us vmid=104 operation=op-1 owner=agent/debian",
            })
    void othersAreNeverTouchedAndReadOnceInAnHour(String description) {
        guest(105, description);
        for (int i = 0; i < 12; i++) {
            assertThat(run()).isEqualTo(removes());
            pass(Duration.ofMinutes(5));
        }
        assertThat(reads).containsExactly(105);
        run();
        assertThat(reads).containsExactly(105, 105);
    }

    @Test
    void templatesAndProtectedGuestsAreNeverTouched() {
        guest(mark(105, "op-1"));
        guest(mark(106, "op-2"));
        configs.put(new VmId(105), config(mark(105, "op-1").toString(), ",\"template\":1"));
        configs.put(new VmId(106), config(mark(106, "op-2").toString(), ",\"protection\":1"));
        cluster.guest(107, "n1", false, "web");
        run();
        pass(GRACE);

        assertThat(run()).isEqualTo(removes());
        assertThat(reads).as("neither the template nor who has no tag").containsExactly(105, 106);
    }

    @Test
    void aGuestThatWasLostInThisLifeIsRemovedToo() {
        run();
        sweep.register("op-1");
        guest(mark(105, "op-1"));
        known.add(known(106, "op-2"));
        run();
        known.clear();
        guest(mark(106, "op-2"));

        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1"), mark(106, "op-2")));
        pass(GRACE);
        assertThat(run()).isEqualTo(removes(mark(105, "op-1"), mark(106, "op-2")));
    }

    @Test
    void aGuestThatAppearsAndThatNobodyHereMadeStopsEverything() {
        guest(mark(105, "op-1"));
        run();
        guest(mark(106, "theirs"));
        pass(GRACE);

        Verdict verdict = run();
        assertThat(verdict.remove()).isEmpty();
        assertThat(verdict.waiting()).containsExactly(mark(105, "op-1"));
        assertThat(verdict.doubt())
                .contains("Another controller with the same id seems to have made these guests: 106;"
                        + " nothing is removed until an administrator has decided");
        cluster.without(106);
        pass(GRACE);
        assertThat(run().remove()).as("even when it has gone").isEmpty();
        assertThat(sweep.suspects()).containsExactly(mark(106, "theirs"));
    }

    @Test
    void aGuestOnANumberThatWasUsedBeforeIsSeenAsWell() {
        guest(mark(105, "op-1"));
        run();
        guest(mark(105, "theirs"));
        pass(GRACE);

        assertThat(run().remove()).isEmpty();
        assertThat(sweep.suspects()).containsExactly(mark(105, "theirs"));
    }

    @Test
    void theAdministratorSaysThatTheyAreOurs() {
        run();
        guest(mark(106, "lost"));
        run();
        pass(GRACE);
        sweep.settle(true);

        assertThat(run()).isEqualTo(waitsFor(mark(106, "lost")));
        pass(GRACE);
        assertThat(run()).isEqualTo(removes(mark(106, "lost")));
        assertThat(sweep.suspects()).isEmpty();
        assertThat(sweep.others()).isEmpty();
    }

    @Test
    void theAdministratorSaysThatTheyAreNot() {
        guest(mark(105, "op-1"));
        run();
        guest(mark(106, "theirs"));
        pass(GRACE);
        run();
        sweep.settle(false);

        assertThat(run()).as("the period begins anew").isEqualTo(waitsFor(mark(105, "op-1")));
        pass(GRACE);
        assertThat(run()).isEqualTo(removes(mark(105, "op-1")));
        assertThat(sweep.others()).containsExactly(mark(106, "theirs"));
    }

    @Test
    void aRestartForgetsNeitherTheSuspicionNorTheDecision() {
        sweep.restore(List.of(mark(106, "theirs")), List.of(mark(107, "theirs")));
        guest(mark(105, "op-1"));
        guest(mark(106, "theirs"));
        guest(mark(107, "theirs"));
        run();
        pass(GRACE);
        assertThat(run().remove()).isEmpty();
        sweep = new Sweep("us", GRACE, nanos::get);
        sweep.restore(List.of(), List.of(mark(106, "theirs"), mark(107, "theirs")));
        run();
        pass(GRACE);

        assertThat(run()).isEqualTo(removes(mark(105, "op-1")));
    }

    @Test
    void nothingIsDoneWhenMostNodesAreOffline() {
        guest(mark(105, "op-1"));
        run();
        pass(GRACE);
        cluster.node("n2", false).node("n3", false);
        Verdict nothing = new Verdict(
                List.of(), List.of(), Optional.of("Most nodes of the cluster are offline or not to be seen"));
        assertThat(run()).isEqualTo(nothing);
        cluster.node("n2", true).node("n3", true);
        assertThat(run()).isEqualTo(removes(mark(105, "op-1")));
        cluster.noNodes();
        assertThat(run()).isEqualTo(nothing);
    }

    @Test
    void nothingIsRemovedUntilANodeIsBackOrHasBeenAwayForADay() {
        guest(mark(105, "op-1"));
        run();
        pass(GRACE);
        cluster.node("n2", false);
        Verdict doubt = new Verdict(
                List.of(),
                List.of(mark(105, "op-1")),
                Optional.of("Nodes are offline, though not for a whole day yet: n2"));
        assertThat(run()).isEqualTo(doubt);
        pass(Duration.ofDays(1).minusNanos(1));
        assertThat(run()).isEqualTo(doubt);
        cluster.node("n2", true);
        guest(mark(106, "op-2"));
        sweep.register("op-2");
        assertThat(run())
                .isEqualTo(new Verdict(List.of(mark(105, "op-1")), List.of(mark(106, "op-2")), Optional.empty()));

        cluster.node("n2", false);
        assertThat(run().remove()).as("its day begins anew").isEmpty();
        pass(Duration.ofDays(1));
        assertThat(run()).isEqualTo(removes(mark(105, "op-1"), mark(106, "op-2")));
        cluster.node("n2", true).node("n3", false);
        assertThat(run().remove()).as("another one's").isEmpty();
    }

    /** What is there when this controller begins is from an earlier life; what comes later is not. */
    @Test
    void whatAppearsWhileANodeIsOfflineIsSeenAtOnce() {
        guest(mark(105, "op-1"));
        cluster.node("n2", false);
        run();
        guest(mark(106, "theirs"));
        run();

        assertThat(sweep.suspects()).containsExactly(mark(106, "theirs"));
    }

    @Test
    void aListThatTellsNothingIsNotTheBeginning() {
        cluster.noNodes();
        run();
        guest(mark(105, "op-1"));
        cluster.node("n1", true);

        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1")));
    }

    @Test
    void aGuestWhoseNodeWasDownFromTheBeginningIsALeftover() {
        guest(mark(105, "op-1"));
        cluster.node("n1", false);
        assertThat(run().remove()).isEmpty();
        assertThat(reads).isEmpty();
        cluster.node("n1", true);

        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1")));
        guest(mark(105, "theirs"));
        pass(GRACE);
        assertThat(run().doubt()).as("only what was there is").isPresent();
    }

    @Test
    void aLeftoverThatWasNotListedForAWhileIsStillOneAndWaitsAnew() {
        guest(mark(105, "op-1"));
        run();
        pass(GRACE);
        cluster.without(105);
        assertThat(run()).isEqualTo(removes());
        cluster.guest(105, "n1");

        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1")));
        pass(GRACE);
        assertThat(run()).isEqualTo(removes(mark(105, "op-1")));
    }

    @Test
    void aGuestWhoseNodeIsOfflineWaits() {
        guest(mark(105, "op-1"));
        run();
        pass(GRACE);
        cluster.node("n1", false);
        run();
        pass(Duration.ofDays(1));

        assertThat(run()).isEqualTo(waitsFor(mark(105, "op-1")));
    }
}

package io.jenkins.plugins.proxmox.core.placement;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.Patience;
import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.network.AddressFamily;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.embedded.EmbeddedCluster;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which clones are possible, by what a real list of resources tells. */
class ClonePlannerTest extends OnEveryRelease {
    private static final NodeChooser SPREAD = new NodeChooser(Strategy.SPREAD, Map.of());
    private static final Map<String, String> NOBODY = Map.of();

    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final ClonePlanner planner = new ClonePlanner(() -> now);
    private EmbeddedCluster cluster;

    @BeforeEach
    void begin() {
        cluster = lab.proxmox.cluster();
    }

    private static CloneWish wish(String source) {
        return CloneWish.of(TemplateSource.parse("template", source));
    }

    private ClonePlan plan(CloneWish wish) {
        cluster.refreshStatistics();
        return planner.plan(lab.cluster, SPREAD, wish, NOBODY);
    }

    private static List<String> texts(ClonePlan plan) {
        return plan.choices().stream().map(CloneChoice::toString).toList();
    }

    private EmbeddedGuest template(String node, int vmid, String name, long created) {
        return cluster.addVirtualMachine(node, vmid, name)
                .set("meta", "creation-qemu=9.0.2,ctime=" + created)
                .template();
    }

    private void shared() {
        cluster.addStorage(new Storage("ceph", "rbd", new TreeSet<>(Set.of("images", "rootdir")), true, 1L << 40));
    }

    @Test
    void aStorageThatIsNotSharedIsBusyOnItsNodeOnly() {
        shared();
        assertThat(plan(wish("debian-12")).choices())
                .extracting(CloneChoice::busy)
                .containsExactly(Set.of("node/pve1", "storage/local-lvm/pve1"));
        assertThat(plan(wish("debian-12").copiedTo(Optional.of("ceph"))).choices())
                .extracting(CloneChoice::busy)
                .containsExactly(Set.of("node/pve1", "storage/ceph", "storage/local-lvm/pve1"));
    }

    /** Proxmox VE locks the source of these, so the others would only be refused. */
    @Test
    void containersAndGuestsThatRunPerhapsAreClonedOneAfterTheOther() {
        assertThat(plan(wish("debian-ct")).choices())
                .extracting(CloneChoice::busy)
                .containsExactly(Set.of("source/9001", "node/pve1", "storage/local-lvm/pve1"));
        assertThat(plan(wish("web").copiedTo(Optional.empty()).ofSnapshot(true)).choices())
                .extracting(CloneChoice::busy)
                .containsExactly(Set.of("source/101", "node/pve1", "storage/local-lvm/pve1"));
        assertThat(CloneChoice.most("source/9001", 4)).isEqualTo(1);
        assertThat(CloneChoice.most("node/pve1", 4)).isEqualTo(4);
    }

    /** A pool of thin volumes that is full stops all guests that have a disk there. */
    @Test
    void aStorageThatIsFullTakesNoLinkedClones() {
        cluster.addStorage(new Storage("full", "lvmthin", new TreeSet<>(Set.of("images", "rootdir")), false, 4L << 30));
        template("pve1", 9100, "thin-vm", 1000).storage("full");
        assertThat(texts(plan(wish("thin-vm")))).containsExactly("thin-vm (9100) to pve1");
        cluster.addVirtualMachine("pve1", 110, "big").storage("full");

        assertThat(plan(wish("thin-vm")).reasonsText()).contains("pve1 has 0 MiB free on full, 1024 MiB are needed");
    }

    @Test
    void aTemplateOnLocalStorageStaysOnItsNode() {
        for (String source : List.of("9000", "debian-12", "debian-1*")) {
            ClonePlan plan = plan(wish(source));

            assertThat(texts(plan)).containsExactly("debian-12 (9000) to pve1");
            assertThat(plan.reasonsText())
                    .isEqualTo("pve2 can't get a clone of debian-12 (9000) on pve1, since its storage local-lvm is not"
                            + " shared");
        }
        assertThat(texts(plan(wish("debian-ct")))).containsExactly("debian-ct (9001) to pve1");
    }

    @Test
    void aTemplateOnSharedStorageServesAllNodes() {
        shared();
        template("pve1", 9100, "debian-13", 1000).storage("ceph");
        cluster.addContainer("pve2", 9200, "alpine").template().storage("ceph");

        assertThat(texts(plan(wish("debian-13"))))
                .containsExactly("debian-13 (9100) to pve1", "debian-13 (9100) to pve2");
        assertThat(texts(plan(wish("alpine")))).containsExactly("alpine (9200) to pve1", "alpine (9200) to pve2");
        assertThat(texts(plan(wish("alpine").copiedTo(Optional.of("local-lvm")))))
                .containsExactly("alpine (9200) to pve2");
        assertThat(texts(plan(wish("alpine").copiedTo(Optional.of("ceph")).on(Set.of("pve1")))))
                .containsExactly("alpine (9200) to pve1");
    }

    @Test
    void aCdromOnLocalStorageKeepsATemplateOnItsNode() {
        shared();
        template("pve1", 9100, "debian-13", 1000)
                .storage("ceph")
                .set("ide2", "local:iso/debian-12.7.0-amd64-netinst.iso,media=cdrom,size=630M");

        assertThat(texts(plan(wish("debian-13")))).containsExactly("debian-13 (9100) to pve1");
        assertThat(plan(wish("9100")).reasonsText()).contains("its storage local is not shared");
    }

    @Test
    void eachNodeGetsTheNewestThatCanGetThere() {
        shared();
        template("pve1", 9300, "debian-a", 1000).tags("ci");
        template("pve1", 9100, "debian-b", 3000).tags("ci");
        template("pve2", 9400, "debian-c", 2000).tags("CI");

        assertThat(texts(plan(wish("tag:ci")))).containsExactly("debian-b (9100) to pve1", "debian-c (9400) to pve2");
        template("pve1", 9050, "debian-d2", 2500).storage("ceph");
        template("pve1", 9060, "debian-d1", 2400).storage("ceph").tags("ci");
        assertThat(texts(plan(wish("debian-d*").on(Set.of("pve2"))))).containsExactly("debian-d2 (9050) to pve2");
    }

    @Test
    void anotherOfTheSameAgeCountsByItsVmid() {
        cluster.addContainer("pve1", 9201, "alpine-1").tags("ci").template();
        cluster.addContainer("pve1", 9200, "alpine-2").tags("ci").template();

        assertThat(texts(plan(wish("tag:ci")))).containsExactly("alpine-1 (9201) to pve1");
    }

    @Test
    void clonesThatInheritedTheTagAreNotAskedFor() {
        cluster.guest(9000).orElseThrow().tags("ci");
        cluster.addVirtualMachine("pve1", 150, "debian-clone").tags("ci");
        cluster.refreshStatistics();
        lab.proxmox.requests().clear();

        assertThat(texts(plan(wish("tag:ci")))).containsExactly("debian-12 (9000) to pve1");
        assertThat(lab.proxmox.requests().count("GET", "/nodes/*/qemu/*/config"))
                .isEqualTo(1);
    }

    @Test
    void aPlanCostsOneCallUntilAMinuteIsOver() {
        plan(wish("debian-12"));
        lab.proxmox.requests().clear();

        plan(wish("debian-12"));
        assertThat(lab.proxmox.requests().all()).hasSize(1);

        now = now.plusSeconds(61);
        plan(wish("debian-12"));
        assertThat(lab.proxmox.requests().all()).hasSize(3);

        planner.forget();
        plan(wish("debian-12"));
        assertThat(lab.proxmox.requests().all()).hasSize(5);
    }

    @Test
    void aNodeInMaintenanceIsLeftOut() {
        shared();
        template("pve1", 9100, "debian-13", 1000).storage("ceph");
        cluster.guest(102).orElseThrow().highlyAvailable();
        cluster.nodeInMaintenance("pve2");
        lab.proxmox.requests().clear();

        ClonePlan plan = plan(wish("debian-13"));
        plan(wish("debian-13"));

        assertThat(texts(plan)).containsExactly("debian-13 (9100) to pve1");
        assertThat(plan.reasonsText()).isEqualTo("pve2 is in maintenance (maintenance)");
        // Only an old release has to be asked for it, and only once in a minute.
        assertThat(lab.proxmox.requests().count("GET", "/cluster/ha/status/manager_status"))
                .isEqualTo(version == PveVersion.V7 ? 1 : 0);
    }

    @Test
    void whoMayNotKnowOfMaintenanceDoesWithout() {
        cluster.guest(102).orElseThrow().highlyAvailable();
        lab.proxmox
                .faults()
                .call("GET", "/cluster/ha/status/manager_status")
                .always()
                .answer(403, "Permission check failed");

        assertThat(texts(plan(wish("debian-12")))).containsExactly("debian-12 (9000) to pve1");
    }

    @Test
    void nothingIsClonedFromANodeThatIsOffline() {
        shared();
        template("pve2", 9100, "debian-13", 1000).storage("ceph").tags("ci");
        template("pve1", 9050, "debian-11", 900).storage("ceph").tags("ci");
        plan(wish("debian-13"));
        cluster.nodeOffline("pve2");

        assertFailure(Problem.NodeUnreachable.class, () -> plan(wish("9100")))
                .hasMessage("The node of 9100 on pve2 is offline (template)");
        assertFailure(Problem.NodeUnreachable.class, () -> plan(wish("debian-13")))
                .hasMessage(
                        "There is no template with the name 'debian-13' on the nodes that are online (template); what"
                                + " there is on pve2 is not known");
        ClonePlan plan = plan(wish("tag:ci"));
        assertThat(texts(plan)).containsExactly("debian-11 (9050) to pve1");
        assertThat(plan.reasonsText()).isEqualTo("pve2 is offline");
    }

    @Test
    void aNodeThatHasJustGoneDownLeavesTheOthers() {
        template("pve2", 9100, "debian-12", 1000);
        cluster.refreshStatistics();
        lab.proxmox
                .faults()
                .call("GET", "/nodes/pve2/qemu/9100/config")
                .always()
                .answer(595, "Connection refused");

        ClonePlan plan = plan(wish("debian-12"));

        assertThat(texts(plan)).containsExactly("debian-12 (9000) to pve1");
        assertThat(plan.reasonsText()).isEqualTo("pve2 is offline");
        assertFailure(Problem.NodeUnreachable.class, () -> plan(wish("9100")));
    }

    @Test
    void limitsAndFailedTriesLeaveNodesOut() {
        shared();
        template("pve1", 9100, "debian-13", 1000).storage("ceph");
        cluster.refreshStatistics();

        ClonePlan plan = planner.survey(lab.cluster, lab.cluster.resources(), wish("debian-13"))
                .plan(
                        SPREAD,
                        Map.of("pve1", "has 2 guests, which is the limit"),
                        Map.of("pve2", "failed a minute ago"));

        assertThat(plan.best()).isEmpty();
        assertThat(plan.reasonsText()).isEqualTo("pve1 has 2 guests, which is the limit; pve2 failed a minute ago");
    }

    /** Between the question and the decision others may have been placed. */
    @Test
    void whatWasPlacedAfterTheAnswerCounts() {
        shared();
        template("pve1", 9100, "debian-13", 1000).storage("ceph");
        cluster.refreshStatistics();
        Capacity capacity = new Capacity(System::nanoTime);
        CloneSurvey survey = planner.survey(lab.cluster, lab.cluster.resources(), wish("debian-13"));
        List<String> nodes = new ArrayList<>();

        for (String id : List.of("a", "b", "c", "d")) {
            capacity.take(new Slot(id, "cloud", "template", Optional.empty()), Limits.NONE);
            CloneChoice best = survey.plan(new NodeChooser(Strategy.SPREAD, capacity.expected()), NOBODY, NOBODY)
                    .best()
                    .orElseThrow();
            capacity.place(id, best.node(), best.demand(), OptionalInt.empty());
            nodes.add(best.node());
        }

        assertThat(nodes.subList(0, 2)).containsExactlyInAnyOrder("pve1", "pve2");
        assertThat(nodes.subList(2, 4)).containsExactlyInAnyOrder("pve1", "pve2");
    }

    /** However many agents are begun at once, a template is read for all of them. */
    @Test
    void whoeverAsksAtTheSameTimeGetsTheSameAnswer() throws Exception {
        cluster.refreshStatistics();
        String config = "/nodes/pve1/qemu/9000/config";
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        lab.proxmox.requests().listen(request -> {
            if (request.path().equals(config)) {
                asked.countDown();
                await(answer);
            }
        });
        int before = lab.proxmox.requests().count("GET", config);
        int resources = lab.proxmox.requests().count("GET", "/cluster/resources");
        List<String> plans = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(new Thread(() -> plans.addAll(texts(planner.plan(lab.cluster, SPREAD, wish("9000"), NOBODY)))));
        }

        threads.get(0).start();
        await(asked);
        threads.get(1).start();
        threads.get(2).start();
        // They wait for the first one, not for an answer of their own.
        Patience.await(() -> lab.proxmox.requests().count("GET", "/cluster/resources") == resources + 3
                && threads.subList(1, 3).stream().allMatch(it -> it.getState() == Thread.State.WAITING));
        answer.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(plans).hasSize(3).containsOnly("debian-12 (9000) to pve1");
        assertThat(lab.proxmox.requests().count("GET", config)).isEqualTo(before + 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void fullClonesNeedTheSizeOfTheDisksAndLinkedOnesALittle() {
        Demand linked = plan(wish("debian-12")).best().orElseThrow().demand();
        Demand full = plan(wish("debian-12").copiedTo(Optional.empty()))
                .best()
                .orElseThrow()
                .demand();
        Demand grown = plan(wish("debian-ct")
                        .copiedTo(Optional.empty())
                        .with(Optional.of(DataSize.ofGiB(3)), OptionalInt.of(4), Optional.of(DataSize.ofGiB(10))))
                .best()
                .orElseThrow()
                .demand();

        assertThat(linked)
                .isEqualTo(new Demand(
                        GuestType.VIRTUAL_MACHINE,
                        DataSize.ofGiB(1),
                        1,
                        Map.of("local-lvm", DataSize.ofGiB(1)),
                        Set.of()));
        assertThat(full.space()).containsExactly(Map.entry("local-lvm", DataSize.ofGiB(2)));
        assertThat(grown)
                .isEqualTo(new Demand(
                        GuestType.CONTAINER, DataSize.ofGiB(3), 4, Map.of("local-lvm", DataSize.ofGiB(10)), Set.of()));
        assertThat(plan(wish("debian-12")
                                .copiedTo(Optional.empty())
                                .with(Optional.empty(), OptionalInt.empty(), Optional.of(DataSize.ofGiB(2000))))
                        .reasonsText())
                .contains("free on local-lvm, 2048000 MiB are needed");
    }

    @Test
    void aSnapshotWithRamNeedsRoomForIt() {
        CloneWish big = wish("debian-12")
                .with(Optional.of(DataSize.ofGiB(8)), OptionalInt.empty(), Optional.empty())
                .withRamSnapshot(true);
        assertThat(plan(big).best().orElseThrow().demand().space())
                .containsExactly(Map.entry("local-lvm", DataSize.ofGiB(9)));
        assertThat(plan(big.copiedTo(Optional.empty()))
                        .best()
                        .orElseThrow()
                        .demand()
                        .space())
                .containsExactly(Map.entry("local-lvm", DataSize.ofGiB(10)));

        CloneWish container = wish("debian-ct");
        assertThat(plan(container.withRamSnapshot(true)).best())
                .isEqualTo(plan(container).best());
    }

    @Test
    void aStorageThatWasAskedForHasToTakeTheDisks() {
        assertThat(plan(wish("debian-12").copiedTo(Optional.of("local"))).reasonsText())
                .contains("pve1 has the storage local, but that does not take images");
        assertThat(plan(wish("debian-12").copiedTo(Optional.of("missing"))).reasonsText())
                .contains("pve1 has no storage missing that the credentials may see");
    }

    @Test
    void whoSeesNoStorageClonesOnTheNodeOfTheTemplate() throws IOException {
        lab.proxmox.access().addUser("ci@pve", "some-password");
        lab.proxmox.access().grant("ci@pve", "/vms", "VM.Audit");
        cluster.refreshStatistics();
        try (Connected limited = lab.as(lab.proxmox.access().addToken("ci@pve", "test", false))) {
            assertThat(texts(planner.plan(limited.cluster, SPREAD, wish("debian-12"), NOBODY)))
                    .containsExactly("debian-12 (9000) to pve1");
        }
    }

    @Test
    void aTemplateThatIsMissingIsToldWithThoseThereAre() {
        Map.of(
                        "999", "There is no template with the VMID 999 (template)",
                        "suse", "There is no template with the name 'suse' (template)",
                        "suse-*", "There is no template with a name like 'suse-*' (template)",
                        "tag:suse", "There is no template with the tag 'suse' (template)",
                        "we*", "There is no template with a name like 'we*' (template)")
                .forEach((source, message) -> assertFailure(Problem.NotFound.class, () -> plan(wish(source)))
                        .hasMessageStartingWith(message)
                        .hasMessageEndingWith(
                                "the credentials may see debian-12 (9000) on pve1, debian-ct (9001) on pve1"));
    }

    @Test
    void aGuestThatIsNoTemplateIsClonedOnlyFullyFromASnapshot() {
        assertRefused(
                "template", () -> plan(wish("101")), "web (101) on pve1 is no template", "a full clone of a snapshot");
        assertRefused(
                "template", () -> plan(wish("web").copiedTo(Optional.empty())), "web (101) on pve1 is no template");

        CloneWish copy = wish("web").copiedTo(Optional.empty()).ofSnapshot(true);
        assertThat(texts(plan(copy))).containsExactly("web (101) to pve1");
    }

    @Test
    void aNameThatTwoTemplatesOfANodeHaveIsRefused() {
        template("pve1", 9100, "debian-12", 1000);

        assertRefused(
                "template",
                () -> plan(wish("debian-12")),
                "The name 'debian-12' is not unique",
                "9000 (on pve1), 9100 (on pve1)",
                "a pattern as in debian-12*");
    }

    @Test
    void eachNodeCanHaveATemplateOfTheSameName() {
        template("pve2", 9100, "debian-12", 1000);

        assertThat(texts(plan(wish("debian-12"))))
                .containsExactly("debian-12 (9000) to pve1", "debian-12 (9100) to pve2");
    }

    @Test
    void templatesOfBothTypesAreRefused() {
        assertRefused(
                "template",
                () -> plan(wish("debian-*")),
                "Both VMs and containers are meant by debian-*",
                "VM debian-12 (9000), container debian-ct (9001)");
    }

    @Test
    void whatTheTemplateLacksIsTold() {
        cluster.guest(9000).orElseThrow().withoutGuestAgentDevice();
        template("pve1", 9100, "plain", 1000);
        template("pve1", 9101, "fixed", 1000).set("ipconfig0", "ip=192.0.2.9/24,gw=192.0.2.1");

        assertRefused(
                "template",
                () -> plan(wish("debian-12").needing(true, false, Set.of())),
                "debian-12 (9000) has not enabled the guest agent");
        assertRefused(
                "template",
                () -> plan(wish("debian-ct").needing(true, false, Set.of())),
                "debian-ct (9001) is a container, and only VMs have a guest agent");
        assertRefused(
                "template",
                () -> plan(wish("plain").needing(false, true, Set.of(AddressFamily.IPV4))),
                "plain (9100) has no drive for cloud-init");
        assertRefused("template", () -> plan(wish("fixed")), "fixed (9101) has the fixed address 192.0.2.9 (net0)");
        assertThat(texts(plan(wish("fixed").needing(true, false, Set.of(AddressFamily.IPV4)))))
                .hasSize(1);
    }

    @Test
    void eachFixedAddressHasToBeReplaced() {
        Set<AddressFamily> ipv4 = Set.of(AddressFamily.IPV4);
        Set<AddressFamily> ipv6 = Set.of(AddressFamily.IPV6);
        Set<AddressFamily> both = Set.of(AddressFamily.IPV4, AddressFamily.IPV6);
        template("pve1", 9101, "first", 1000).set("ipconfig0", "ip=192.0.2.9/24,gw=192.0.2.1,ip6=2001:db8::9/64");
        template("pve1", 9102, "second", 1000)
                .set("net1", "virtio=BC:24:11:00:00:01,bridge=vmbr0")
                .set("ipconfig1", "ip=192.0.2.10/24");
        cluster.addContainer("pve1", 9201, "container")
                .set("net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=192.0.2.11/24,ip6=auto")
                .template();
        cluster.addContainer("pve1", 9202, "other")
                .set("net3", "name=eth3,bridge=vmbr0,hwaddr=BC:24:11:00:00:03,ip6=2001:db8::12/64")
                .template();

        assertAddress("first", ipv6, "192.0.2.9 (net0)");
        assertAddress("first", ipv4, "2001:db8::9 (net0)");
        assertAddress("first", Set.of(), "192.0.2.9 (net0), 2001:db8::9 (net0)");
        assertAddress("second", both, "192.0.2.10 (net1)");
        assertAddress("container", ipv6, "192.0.2.11 (net0)");
        assertAddress("other", both, "2001:db8::12 (net3)");
        assertThat(texts(plan(wish("first").needing(false, false, both)))).hasSize(1);
        assertThat(texts(plan(wish("container").needing(false, false, ipv4)))).hasSize(1);
    }

    private void assertAddress(String template, Set<AddressFamily> replaced, String addresses) {
        assertRefused(
                "template",
                () -> plan(wish(template).needing(false, false, replaced)),
                "has the fixed address " + addresses + ", which each of its clones would have as well");
    }

    @Test
    void aStorageThatCannotDoLinkedClonesIsTold() {
        cluster.addStorage(new Storage("thick", "lvm", new TreeSet<>(Set.of("images", "rootdir")), true, 1L << 40));
        template("pve1", 9100, "thick-vm", 1000).storage("thick");
        cluster.addContainer("pve1", 9200, "thick-ct").storage("thick").template();

        assertRefused(
                "template",
                () -> plan(wish("thick-vm")),
                "thick-vm (9100) is on thick, which can't do linked clones of VMs; expected are full ones");
        assertRefused("template", () -> plan(wish("thick-ct")), "can't do linked clones of containers");
        assertThat(texts(plan(wish("thick-vm").copiedTo(Optional.empty()))))
                .containsExactly("thick-vm (9100) to pve1", "thick-vm (9100) to pve2");
    }

    @Test
    void oneNodeWithoutAFitTemplateLeavesTheOthers() {
        template("pve2", 9100, "debian-12", 1000).withoutGuestAgentDevice();

        ClonePlan plan = plan(wish("debian-12").needing(true, false, Set.of()));

        assertThat(texts(plan)).containsExactly("debian-12 (9000) to pve1");
        assertThat(plan.reasonsText())
                .isEqualTo("pve2 would get a clone of debian-12 (9100), which has not enabled the guest agent; set its"
                        + " option agent to 1");
    }
}

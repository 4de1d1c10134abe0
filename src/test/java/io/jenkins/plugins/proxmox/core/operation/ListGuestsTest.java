package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.policy.Rule;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListGuestsTest {
    private static final OperationOptions OPTIONS = OperationOptions.within(Duration.ofMinutes(1));

    @ParameterizedTest
    @EnumSource
    void allGuestsCostOneCall(PveVersion version) throws IOException {
        try (Lab lab = Lab.start(version)) {
            lab.proxmox.cluster().guest(102).orElseThrow().tags("ci").pool("ci");
            lab.proxmox.cluster().refreshStatistics();
            List<Map<String, Object>> all = lab.run(new ListGuests(new GuestFilter()));

            assertThat(all).extracting("vmid").containsExactly(101, 102, 201, 202, 9000, 9001);
            assertThat(all.get(1))
                    .containsEntry("name", "build")
                    .containsEntry("node", "pve2")
                    .containsEntry("type", "vm")
                    .containsEntry("status", "stopped")
                    .containsEntry("template", false)
                    .containsEntry("tags", List.of("ci"))
                    .containsEntry("pool", "ci")
                    .containsEntry("lock", null);
            assertThat(lab.proxmox.requests().all()).hasSize(1);
        }
    }

    @Test
    void eachConditionLeavesOutWhatDoesNotMeetIt() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(102).orElseThrow().tags("CI").pool("ci");
            lab.run(new ChangePower("web", PowerAction.SUSPEND, null));
            lab.proxmox.cluster().guest(202).orElseThrow().tags("other");
            lab.proxmox.cluster().refreshStatistics();

            assertThat(vmids(lab, new GuestFilter().node("pve2"))).containsExactly(102, 202);
            assertThat(vmids(lab, new GuestFilter().pool("ci"))).containsExactly(102);
            assertThat(vmids(lab, new GuestFilter().tag("ci"))).containsExactly(102);
            assertThat(vmids(lab, new GuestFilter().type("container").template(false)))
                    .containsExactly(201, 202);
            assertThat(vmids(lab, new GuestFilter().type("VM"))).containsExactly(101, 102, 9000);
            assertThat(vmids(lab, new GuestFilter().status("running"))).containsExactly(201);
            assertThat(vmids(lab, new GuestFilter().status("paused"))).containsExactly(101);
            assertThat(vmids(lab, new GuestFilter().status("hibernated"))).isEmpty();
            assertThat(vmids(lab, new GuestFilter().template(true))).containsExactly(9000, 9001);
            assertThat(vmids(lab, new GuestFilter().name("debian-*"))).containsExactly(9000, 9001);
            assertThat(vmids(
                            lab, new GuestFilter().name("*e*").status("stopped").template(false)))
                    .isEmpty();
        }
    }

    @Test
    void guestsTooNewForTheListAreAskedThemselves() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().refreshStatistics();
            lab.run(new CloneGuest(
                    new CloneRequest("9000").name("fresh").vmid(555).start(true)));
            lab.proxmox.requests().clear();

            assertThat(lab.run(new ListGuests(new GuestFilter().name("fresh"))))
                    .singleElement()
                    .satisfies(guest ->
                            assertThat(guest).containsEntry("vmid", 555).containsEntry("status", "running"));
            assertThat(lab.proxmox.requests().all()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void ownOnesAreThoseWithAFreshMark() throws IOException {
        try (Lab lab = Lab.start()) {
            mark(lab, 101, "here");
            mark(lab, 102, "there");
            lab.proxmox.cluster().guest(201).orElseThrow().tags("jenkins");
            lab.proxmox.requests().clear();
            OperationOptions options = OPTIONS.by(new Requester("here", "", Guard.OPEN));

            assertThat(Lab.result(lab.begin(new ListGuests(new GuestFilter().own(true)), options)))
                    .extracting("vmid")
                    .containsExactly(101);
            assertThat(lab.proxmox.requests().count("GET", "/nodes/*/*/*/config"))
                    .isEqualTo(3);
            assertThat(Lab.result(lab.begin(new ListGuests(new GuestFilter().own(false)), options)))
                    .extracting("vmid")
                    .containsExactly(102, 201, 202, 9000, 9001);
        }
    }

    @Test
    void whatThePolicyHidesIsLeftOut() throws IOException {
        try (Lab lab = Lab.start()) {
            mark(lab, 101, "here");
            mark(lab, 201, "there");
            lab.proxmox.cluster().guest(102).orElseThrow().tags("ci");
            Rule rule = new Rule(
                    "tests", Set.of(Right.READ), List.of(), List.of(), List.of(), List.of(new Tag("ci")), List.of());
            Guard guard = new Guard(new Policy(Set.of(), Set.of(Right.READ), List.of(rule)), "lab", "job");
            lab.proxmox.requests().clear();

            assertThat(Lab.result(
                            lab.begin(new ListGuests(new GuestFilter()), OPTIONS.by(new Requester("here", "", guard)))))
                    .extracting("vmid")
                    .containsExactly(101, 102);
            assertThat(lab.proxmox.requests().count("GET", "/nodes/*/*/*/config"))
                    .isEqualTo(2);
        }
    }

    @Test
    void aNodeOrPoolThatThereIsNotIsAMistake() throws IOException {
        try (Lab lab = Lab.start()) {
            assertThatThrownBy(() -> lab.run(new ListGuests(new GuestFilter().node("pve9"))))
                    .hasMessage("There is no node 'pve9'; expected is one of pve1, pve2");
            assertThatThrownBy(() -> lab.run(new ListGuests(new GuestFilter().pool("nope"))))
                    .hasMessageContaining("There is no pool 'nope'");
            assertThat(vmids(lab, new GuestFilter().pool("ci"))).isEmpty();
        }
    }

    @Test
    void conditionsThatNothingCanMeetAreRefused() {
        assertRefused("node", () -> new GuestFilter().node("no node"), "'no node' is no name of a node");
        assertRefused("pool", () -> new GuestFilter().pool("no pool"), "'no pool' is no name of a pool");
        assertRefused("tag", () -> new GuestFilter().tag("no tag"), "'no tag' is no tag");
        assertRefused("type", () -> new GuestFilter().type("lxc"), "type: 'lxc'", "one of vm, container");
        assertRefused(
                "status",
                () -> new GuestFilter().status("off"),
                "status: 'off'",
                "one of running, stopped, paused, hibernated");
        assertRefused("name", () -> new GuestFilter().name("a b"), "name: 'a b' fits no guest");
    }

    private static void mark(Lab lab, int vmid, String controller) {
        Mark mark = new Mark(controller, new VmId(vmid), "op", "", Optional.empty());
        lab.proxmox.cluster().guest(vmid).orElseThrow().tags("jenkins").description(mark.toString());
    }

    private static List<Object> vmids(Lab lab, GuestFilter filter) {
        return lab.run(new ListGuests(filter)).stream()
                .map(guest -> guest.get("vmid"))
                .toList();
    }
}

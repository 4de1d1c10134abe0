package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.policy.Policy;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.policy.Rule;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No operation, of whatever kind, changes anything that the policy does not allow. */
class PermissionTest {
    private static final String SCENARIOS = "io.jenkins.plugins.proxmox.core.operation.PermissionScenarios#";

    @Test
    void everyKindOfOperationIsHere() {
        assertThat(PermissionScenarios.all().stream().map(PermissionScenarios::kind))
                .as("kinds of operations that PermissionScenarios has, or gets from CrashScenario")
                .containsAll(Operations.kinds());
    }

    @ParameterizedTest
    @MethodSource(SCENARIOS + "denied")
    void whatNothingAllowsIsDeniedBeforeAnythingIsChanged(CrashScenario scenario) throws IOException {
        assertDenied(scenario, Policy.CLOSED);
    }

    @Test
    void guestsThatMustNotBeLookedAtAreLeftOutOfLists() throws IOException {
        try (Lab lab = Lab.start()) {
            EmbeddedGuest build = lab.proxmox.cluster().guest(102).orElseThrow();
            build.description(notes(build, "a-controller")).tags("jenkins");

            assertThat(Lab.result(lab.begin(new ListGuests(new GuestFilter()), by(Policy.CLOSED))))
                    .isEmpty();
            Policy own = new Policy(Set.of(), Set.of(Right.READ), List.of());
            assertThat(Lab.result(lab.begin(new ListGuests(new GuestFilter()), by(own))))
                    .singleElement()
                    .satisfies(guest -> assertThat(guest).containsEntry("vmid", 102));
        }
    }

    @ParameterizedTest
    @MethodSource(SCENARIOS + "usuallyDenied")
    void usuallyNothingIsChangedThatSomebodyElseHasMade(CrashScenario scenario) throws IOException {
        assertDenied(scenario, Policy.USUAL);
    }

    @ParameterizedTest
    @MethodSource(SCENARIOS + "usuallyAllowed")
    void usuallyWhatChangesNoGuestIsAllowedWithAny(CrashScenario scenario) throws IOException {
        try (CrashScenario.Stage stage = scenario.set();
                Lab lab = Lab.of(stage.proxmox())) {
            Lab.result(lab.begin(scenario.operation().get(), by(Policy.USUAL)));
        }
    }

    @ParameterizedTest
    @MethodSource(SCENARIOS + "allowedWithOwn")
    void usuallyGuestsThatTheSameControllerHasMadeCanBeChanged(CrashScenario scenario) throws IOException {
        try (Lab lab = Lab.of(EmbeddedProxmox.builder()
                .pace(0.08)
                .bootTime(Duration.ofMillis(4))
                .start())) {
            // Backups and snapshots that the scenario begins with are of own guests, too.
            own(lab.proxmox);
            scenario.before().accept(lab.proxmox);
            own(lab.proxmox);

            Lab.result(lab.begin(scenario.operation().get(), by(Policy.USUAL)));
        }
    }

    private static void own(EmbeddedProxmox proxmox) {
        proxmox.cluster().guests().forEach(guest -> guest.description(notes(guest, "a-controller")));
    }

    @Test
    void aGuestOfAnotherControllerOrACopyOfAnOwnOneIsNotOwn() throws IOException {
        try (Lab lab = Lab.start()) {
            EmbeddedGuest build = lab.proxmox.cluster().guest(102).orElseThrow();
            build.description(notes(build, "another-controller"));
            assertDenied(lab, new ChangePower("102", PowerAction.START, null), Policy.USUAL);

            build.description(notes(lab.proxmox.cluster().guest(101).orElseThrow(), "a-controller"));
            assertDenied(lab, new ChangePower("102", PowerAction.START, null), Policy.USUAL);
        }
    }

    /** Any build could reach into another one otherwise. */
    @Test
    void aGuestOfAnAgentIsNotOwn() throws IOException {
        try (Lab lab = Lab.start()) {
            EmbeddedGuest agent = lab.proxmox.cluster().guest(101).orElseThrow();
            Mark mark =
                    new Mark("a-controller", new VmId(101), "x", "agent/pve/debian/debian-x7f2kq/", Optional.empty());
            agent.description(mark.addTo(""));
            assertDenied(lab, new ChangePower("101", PowerAction.STOP, null), Policy.USUAL);
            assertThat(Lab.result(lab.begin(new ListGuests(new GuestFilter().own(true)), by(Policy.USUAL))))
                    .isEmpty();
        }
    }

    @Test
    void aRuleLetsPassWhatItNames() throws IOException {
        try (Lab lab = Lab.start()) {
            EmbeddedGuest build = lab.proxmox.cluster().guest(102).orElseThrow();
            build.pool("ci").tags("nightly");
            Rule rule = new Rule(
                    "nightly",
                    Set.of(Right.POWER),
                    List.of("team"),
                    List.of("ci"),
                    List.of(),
                    List.of(new Tag("nightly")),
                    List.of());
            Policy policy = new Policy(Set.of(), Set.of(), List.of(rule));

            Lab.result(lab.begin(new ChangePower("102", PowerAction.START, null), by(policy)));
            assertThat(build.status()).isEqualTo("running");
            assertThatThrownBy(() -> Lab.result(lab.begin(new ChangePower("101", PowerAction.STOP, null), by(policy))))
                    .hasMessageContaining(
                            "does not let team/app start or stop web (101): rule 'nightly' is not about it,"
                                    + " since it is in no pool, not in ci")
                    .hasMessageEndingWith(
                            "An administrator can allow it with a rule of the connection's safety policy.");
        }
    }

    @Test
    void whatIsAllowedWithAnyGuestCostsNothing() throws IOException {
        try (Lab lab = Lab.start()) {
            ChangePower start = new ChangePower("102", PowerAction.START, null);
            List<String> open = requests(lab, start, Policy.OPEN);
            lab.proxmox.cluster().guest(102).orElseThrow().stopped();
            List<String> any = requests(lab, start, new Policy(Set.of(Right.POWER), Set.of(), List.of()));

            assertThat(any).isEqualTo(open);
        }
    }

    @Test
    void anythingElseCostsOneLookAtTheConfiguration() throws IOException {
        try (Lab lab = Lab.start()) {
            EmbeddedGuest build = lab.proxmox.cluster().guest(102).orElseThrow();
            build.description(notes(build, "a-controller"));
            ChangePower start = new ChangePower("102", PowerAction.START, null);
            List<String> open = requests(lab, start, Policy.OPEN);
            build.stopped();
            List<String> usual = requests(lab, start, Policy.USUAL);

            List<String> more = new ArrayList<>(usual);
            open.forEach(more::remove);
            assertThat(more).containsExactly("GET /nodes/" + build.node() + "/qemu/102/config");
        }
    }

    private static List<String> requests(Lab lab, Operation<?> operation, Policy policy) {
        lab.proxmox.requests().clear();
        Lab.result(lab.begin(operation, by(policy)));
        return lab.proxmox.requests().all().stream()
                .filter(request -> !request.path().contains("/tasks/"))
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    private static void assertDenied(CrashScenario scenario, Policy policy) throws IOException {
        try (CrashScenario.Stage stage = scenario.set();
                Lab lab = Lab.of(stage.proxmox())) {
            assertDenied(lab, scenario.operation().get(), policy);
            assertThat(stage.proxmox().tasks().all()).isEqualTo(stage.earlier());
        }
    }

    private static void assertDenied(Lab lab, Operation<?> operation, Policy policy) {
        lab.proxmox.requests().clear();

        assertThatThrownBy(() -> Lab.result(lab.begin(operation, by(policy))))
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        e -> assertThat(e.is(Problem.Denied.class))
                                .as(e.getMessage())
                                .isTrue())
                .hasMessageContaining("The policy of connection 'lab' does not let team/app ");
        assertThat(lab.proxmox.requests().all())
                .extracting(RecordedRequest::method)
                .allMatch("GET"::equals);
    }

    private static String notes(EmbeddedGuest guest, String controller) {
        return new Mark(controller, new VmId(guest.vmid()), "an-operation", "", Optional.empty()).addTo("notes");
    }

    private static OperationOptions by(Policy policy) {
        return OperationOptions.within(Duration.ofMinutes(1))
                .by(new Requester("a-controller", "job/team/job/app/1/", new Guard(policy, "lab", "team/app")));
    }
}

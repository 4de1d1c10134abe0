package io.jenkins.plugins.proxmox.core.policy;

import static io.jenkins.plugins.proxmox.core.policy.SomeRule.allows;
import static io.jenkins.plugins.proxmox.core.policy.SomeRule.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardTest {
    private static final GuestTraits WEB = guest(false);
    private static final GuestTraits OWN = guest(true);

    private static GuestTraits guest(boolean own) {
        return new GuestTraits(new VmId(101), Optional.of("web"), Optional.of("prod"), List.of(new Tag("base")), own);
    }

    @ParameterizedTest
    @EnumSource
    void anOpenPolicyLetsEverythingPassAndAClosedOneNothing(Right right) {
        Guard.OPEN.check(right, WEB);
        Guard.OPEN.check(right);
        assertThat(Guard.OPEN.allowsWithAny(right)).isTrue();

        Guard closed = new Guard(Policy.CLOSED, "lab", "team/app");
        assertDenied(
                () -> closed.check(right, OWN),
                "The policy of connection 'lab' does not let team/app " + right.words()
                        + " web (101): no rule for team/app allows '" + right.label() + "'");
        assertThatThrownBy(() -> closed.check(right))
                .hasMessageContaining("no rule for team/app allows '" + right.label() + "'");
        assertThat(closed.allowsWithAny(right)).isFalse();
    }

    @Test
    void usuallyOnlyOwnGuestsAreChanged() {
        Guard usual = guard(Policy.USUAL);

        usual.check(Right.READ, WEB);
        usual.check(Right.CREATE, WEB);
        usual.check(Right.DESTROY, OWN);
        assertDenied(
                () -> usual.check(Right.DESTROY, WEB),
                "The policy of connection 'lab' does not let team/app destroy web (101): this Jenkins has not made it for a build, and"
                        + " no rule for team/app allows 'destroy'");
        assertDenied(
                () -> usual.check(Right.REQUEST),
                "The policy of connection 'lab' does not let team/app send API requests of its own: no rule for team/app"
                        + " allows 'request'");
    }

    @Test
    void aRuleAllowsWhatItSaysToWhomItSaysWithWhichGuestsItSays() {
        Guard guard =
                guard(policy(allows("production", Right.POWER).folders("team").pools("prod")));

        guard.check(Right.POWER, WEB);
        assertThat(guard.allowsWithAny(Right.POWER)).isFalse();
        assertThatThrownBy(() -> guard.check(Right.POWER)).hasMessageEndingWith("allows 'power'");
    }

    @Test
    void aRuleForAnyGuestNeedsNoneToBeLookedAt() {
        Guard guard = guard(policy(allows("all", Right.POWER).folders("team")));

        assertThat(guard.allowsWithAny(Right.POWER)).isTrue();
        assertThat(guard.allowsWithAny(Right.DESTROY)).isFalse();
        assertThat(new Guard(guard.policy(), "lab", "team2/app").allowsWithAny(Right.POWER))
                .isFalse();
        assertThatCode(() -> guard.check(Right.POWER)).doesNotThrowAnyException();
    }

    @Test
    void theRulesThatComeCloseAreNamedWithWhatDoesNotFit() {
        Guard guard = guard(policy(
                allows("ci", Right.DESTROY).pools("ci"),
                allows("numbers", Right.DESTROY).vmids("9000-9999"),
                allows("operators", Right.DESTROY).folders("ops").pools("prod"),
                allows("restarts", Right.POWER, Right.READ).pools("prod"),
                allows("elsewhere", Right.DESTROY).folders("ops").pools("ci"),
                allows("harmless", Right.READ)));

        assertDenied(
                () -> guard.check(Right.DESTROY, WEB),
                "The policy of connection 'lab' does not let team/app destroy web (101): this Jenkins has not made it for a build, and"
                        + " rule 'ci' is not about it, since it is in pool prod, not in ci;"
                        + " rule 'numbers' is not about it, since its VMID is not in 9000-9999;"
                        + " rule 'operators' allows it to other jobs only;"
                        + " rule 'restarts' is about it, but allows only read, power");
    }

    @Test
    void requestsAreAllowedToTheJobsOfARule() {
        Policy policy = policy(allows("raw", Right.REQUEST).folders("ops"));

        new Guard(policy, "lab", "ops/repair").check(Right.REQUEST);
        assertDenied(
                () -> guard(policy).check(Right.REQUEST),
                "The policy of connection 'lab' does not let team/app send API requests of its own: rule 'raw' allows it"
                        + " to other jobs only");
    }

    @Test
    void whatIsDeniedWithOwnGuestsTooIsNotBlamedOnTheirMaker() {
        Guard guard = guard(new Policy(Set.of(), Set.of(Right.POWER), List.of()));

        guard.check(Right.POWER, OWN);
        assertDenied(
                () -> guard.check(Right.DESTROY, OWN),
                "The policy of connection 'lab' does not let team/app destroy web (101): no rule for team/app allows"
                        + " 'destroy'");
    }

    @Test
    void aPolicyThatCantBeReadAllowsNothingAndSaysWhy() {
        Guard guard = guard(Policy.unreadable("rule 'ci': '9' is no VMID"));

        assertThat(guard.allowsWithAny(Right.READ)).isFalse();
        assertDenied(
                () -> guard.check(Right.READ, OWN),
                "The policy of connection 'lab' does not let team/app look at web (101): nothing is allowed until an"
                        + " administrator has corrected it, because rule 'ci': '9' is no VMID");
    }

    @Test
    void somebodyWithoutAJobAndAGuestWithoutANameCanBeToldOf() {
        GuestTraits unnamed = new GuestTraits(new VmId(555), Optional.empty(), Optional.empty(), List.of(), false);

        assertDenied(
                () -> new Guard(Policy.CLOSED, "lab", "").check(Right.CREATE, unnamed),
                "The policy of connection 'lab' does not let the caller create guest 555: no rule for the caller allows"
                        + " 'create'");
    }

    private static Guard guard(Policy policy) {
        return new Guard(policy, "lab", "team/app");
    }

    private static void assertDenied(Runnable check, String message) {
        assertThatThrownBy(check::run)
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        e -> assertThat(e.is(Problem.Denied.class)).isTrue())
                .hasMessage(message);
    }
}

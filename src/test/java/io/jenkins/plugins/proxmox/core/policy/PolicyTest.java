package io.jenkins.plugins.proxmox.core.policy;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static io.jenkins.plugins.proxmox.core.policy.SomeRule.allows;
import static io.jenkins.plugins.proxmox.core.policy.SomeRule.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
    @Test
    void usuallyOthersGuestsCanBeLookedAtAndClonedAndNothingElse() {
        assertThat(Policy.USUAL.anyGuest()).containsExactlyInAnyOrder(Right.READ, Right.CREATE);
        assertThat(Policy.USUAL.ownGuests()).isEqualTo(Right.overGuests());
        assertThat(Policy.USUAL.rules()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "REQUEST"})
    void whatGoesWithNoGuestThatIsThereCantBeLimitedToOwnOnes(Right right) {
        assertRefused(
                "ownGuests",
                () -> new Policy(Set.of(), Set.of(Right.POWER, right), List.of()),
                "'" + right.label() + "' can't be allowed with own guests",
                "expected is read, power, snapshot, backup, configure, execute, destroy");
    }

    @Test
    void messagesTellRulesByTheirNamesSoEachHasOneOfItsOwn() {
        assertRefused(
                "name",
                () -> policy(allows("ci", Right.POWER), allows(" ci ", Right.DESTROY)),
                "There are two rules with the name 'ci'");
    }
}

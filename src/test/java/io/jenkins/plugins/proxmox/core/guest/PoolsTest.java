package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolsTest extends OnEveryRelease {
    private static final VmId WEB = new VmId(101);

    private Pools pools;

    @BeforeEach
    void pools() {
        lab.proxmox.cluster().addPool("nightly");
        pools = lab.cluster.pools();
    }

    @Test
    void areListedWithTheirMembers() {
        lab.embedded(101).pool("ci");
        lab.embedded(201).pool("ci");
        assertThat(pools.list()).containsExactly("ci", "nightly");
        assertThat(pools.get("ci").guests()).extracting(GuestEntry::vmid).containsExactlyInAnyOrder(WEB, new VmId(201));
        assertThat(pools.get(" nightly ").guests()).isEmpty();
        assertThat(pools.get(" nightly ").id()).isEqualTo("nightly");
    }

    @Test
    void whoIsInOneAlreadyStaysThere() {
        pools.add("ci", WEB);
        pools.add("ci", WEB);
        pools.add(" ci ", WEB);
        assertThat(lab.changes()).hasSize(1);
        assertThat(lab.embedded(101).pool()).contains("ci");
    }

    @Test
    void aGuestMovesFromOneToAnother() {
        lab.embedded(101).pool("ci");
        pools.add("nightly", WEB);
        assertThat(lab.embedded(101).pool()).contains("nightly");
        assertThat(lab.changes()).hasSize(version == PveVersion.V7 ? 2 : 1);
    }

    @Test
    void aGuestThatCanNotMoveStaysWhereItIs() {
        lab.embedded(101).pool("ci");
        assertFailure(Problem.NotFound.class, () -> pools.add("nowhere", WEB))
                .hasMessageContaining("pool 'nowhere' does not exist");
        assertThat(lab.embedded(101).pool()).contains("ci");
    }

    @Test
    void whoIsNotThereIsNotTakenOut() {
        lab.embedded(101).pool("ci");
        pools.remove("nightly", WEB);
        pools.remove("ci", new VmId(999));
        assertThat(lab.changes()).isEmpty();
        pools.remove("ci", WEB);
        assertThat(lab.embedded(101).pool()).isEmpty();
    }

    @Test
    void unknownOnesAndUnknownGuestsAreMissed() {
        assertFailure(Problem.NotFound.class, () -> pools.get("nowhere")).hasMessageContaining("'nowhere'");
        assertFailure(Problem.NotFound.class, () -> pools.remove("nowhere", WEB))
                .hasMessageContaining("'nowhere'");
        assertFailure(Problem.NotFound.class, () -> pools.add("ci", new VmId(999)))
                .hasMessage(
                        "There is no guest with the VMID 999 that the credentials may see (VM.Audit), so it can't be"
                                + " in a pool");
        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void whatNoneIsCalledIsNotAskedFor() {
        lab.embedded(101).pool("ci");
        assertRefused("pool", () -> pools.get("a b"), "'a b' is no name of a pool");
        assertRefused("pool", () -> pools.add("a//b", WEB), "'a//b' is no name of a pool");
        assertRefused("pool", () -> pools.remove("", WEB), "'' is no name of a pool");
        assertThat(lab.proxmox.requests().all()).isEmpty();
        assertThat(lab.embedded(101).pool()).contains("ci");
    }

    @Test
    void canBeInsideOthersSince81() {
        assumeTrue(version != PveVersion.V7);
        lab.proxmox.cluster().addPool("ci/fast/linux");
        pools.add("ci/fast/linux", WEB);
        assertThat(pools.get("ci/fast/linux").guests())
                .extracting(GuestEntry::vmid)
                .containsExactly(WEB);
        pools.add("ci", WEB);
        assertThat(pools.get("ci/fast/linux").guests()).isEmpty();
        pools.remove("ci", WEB);
        assertThat(lab.embedded(101).pool()).isEmpty();
    }
}

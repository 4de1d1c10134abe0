package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GuestsTest extends OnEveryRelease {
    private static final VmId NOBODY = new VmId(999);

    @Test
    void anUnknownGuestIsNamedWithOthers() {
        assertFailure(Problem.NotFound.class, () -> lab.cluster.guests().get("nobody"))
                .hasMessageContaining("There is no guest with the name 'nobody'")
                .hasMessageContaining("web (101) on pve1, build (102) on pve2, cache (201) on pve1");
        assertFailure(Problem.NotFound.class, () -> lab.cluster.guests().get(NOBODY))
                .hasMessageContaining("There is no guest with the VMID 999")
                .hasMessageContaining("web (101) on pve1");
        assertThat(lab.cluster.guests().find(NOBODY)).isEmpty();
    }

    @Test
    void ofManyGuestsOnlySomeAreNamed() {
        for (int vmid = 300; vmid < 310; vmid++) {
            lab.proxmox.cluster().addContainer("pve2", vmid, "ct-" + vmid);
        }
        assertFailure(Problem.NotFound.class, () -> lab.cluster.guests().get("nobody"))
                .hasMessageContaining("and 6 more");
        assertFailure(Problem.NotFound.class, () -> containers("pve2").get("nobody"))
                .hasMessageContaining("tools (202) on pve2")
                .hasMessageEndingWith("and 1 more");
    }

    @Test
    void whoMaySeeNoGuestIsTold() throws IOException {
        try (Connected nobody = lab.asNewUser("nobody@pve")) {
            assertFailure(Problem.NotFound.class, () -> nobody.cluster.guests().get("web"))
                    .hasMessageContaining("may see no guest at all (VM.Audit)");
            assertFailure(
                            Problem.NotFound.class,
                            () -> nobody.cluster.node("pve1").virtualMachines().get("web"))
                    .hasMessageEndingWith("the credentials may see none");
        }
    }

    @Test
    void aNameOfSeveralIsRefusedWithAllOfThem() {
        lab.proxmox.cluster().addContainer("pve2", 300, "web");
        lab.proxmox.cluster().addVirtualMachine("pve1", 301, "web");
        assertRefused(
                "name",
                () -> lab.cluster.guests().get("web"),
                "The name 'web' is not unique",
                "101 (VM 101 on pve1)",
                "300 (container 300 on pve2)",
                "301 (VM 301 on pve1)");
        assertRefused(
                "name",
                () -> lab.cluster.node("pve1").virtualMachines().get("web"),
                "There is more than one VM with the name 'web' on pve1",
                "web (101) on pve1, web (301) on pve1");
        assertThat(containers("pve2").get("web").vmid()).isEqualTo(new VmId(300));
    }

    @Test
    void aGuestOfTheOtherTypeOrOnAnotherNodeIsNotTakenForIt() {
        assertFailure(Problem.NotFound.class, () -> containers("pve1").get("web"))
                .hasMessageStartingWith("There is no container with the name 'web' on pve1; the credentials may see")
                .hasMessageContaining("cache (201) on pve1");
        assertFailure(Problem.NotFound.class, () -> containers("pve1").get(new VmId(101)))
                .hasMessageStartingWith("There is no container with the VMID 101 on pve1");
        assertFailure(Problem.NotFound.class, () -> containers("pve2").get("cache"))
                .hasMessageContaining("tools (202) on pve2");
        assertThat(containers("pve1").find(new VmId(202))).isEmpty();
        assertThat(containers("pve2").find(new VmId(202))).isPresent();
    }

    @Test
    void aGuestThatIsGoneMeanwhileIsMissed() {
        Guest gone = lab.cluster.guests().of(GuestType.VIRTUAL_MACHINE, NOBODY, "pve1");
        assertFailure(Problem.NotFound.class, gone::status);
        assertFailure(Problem.NotFound.class, gone::config);
        assertFailure(Problem.NotFound.class, () -> gone.start().await(MINUTE));
    }

    @Test
    void aVmidIsFreeOrNot() {
        assertThat(lab.cluster.isFree(new VmId(101))).isFalse();
        assertThat(lab.cluster.isFree(NOBODY)).isTrue();
        assertThat(lab.cluster.nextFreeVmId()).isEqualTo(new VmId(100));
        lab.proxmox.cluster().addContainer("pve1", 100, "first");
        assertThat(lab.cluster.nextFreeVmId()).isEqualTo(new VmId(103));
    }

    private Containers containers(String node) {
        return lab.cluster.node(node).containers();
    }
}

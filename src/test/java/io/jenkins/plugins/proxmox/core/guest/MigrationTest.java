package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest extends OnEveryRelease {
    private static final MigrateCall TO_PVE2 = MigrateCall.to("pve2");

    @ParameterizedTest
    @ValueSource(strings = {"web", "cache"})
    void aRunningGuestGoesOnlyIfItMayRun(String name) {
        Guest guest = lab.cluster.guests().get(name);
        assertFailure(Problem.WrongState.class, () -> guest.migrate(TO_PVE2).await(MINUTE))
                .hasMessageContaining("can't migrate running");
        assertThat(lab.embedded(guest.vmid().number()).node()).isEqualTo("pve1");
    }

    @Test
    void aRunningVirtualMachineTakesItsLocalDisksAlongOnlyIfAskedTo() {
        Guest guest = lab.cluster.guests().get("web");
        Task task = guest.migrate(TO_PVE2.whileRunning());
        assertFailure(Problem.TaskFailed.class, () -> task.await(MINUTE)).hasMessageContaining("migration aborted");
        assertThat(task.log()).anySatisfy(line -> assertThat(line).contains("without with-local-disks"));

        guest.migrate(TO_PVE2.whileRunning().withLocalDisks()).await(MINUTE);
        assertThat(lab.embedded(101).node()).isEqualTo("pve2");
        assertThat(lab.embedded(101).status()).isEqualTo("running");
    }

    @Test
    void localDisksCanGoToAnotherStorage() {
        Guest guest = lab.cluster.guests().get("web");
        guest.migrate(TO_PVE2.whileRunning().withLocalDisksTo("nfs")).await(MINUTE);
        Guest moved = lab.cluster.guests().get(guest.vmid());
        assertThat(moved.node()).isEqualTo("pve2");
        assertThat(moved.config().value("scsi0"))
                .hasValueSatisfying(disk -> assertThat(disk).startsWith("nfs:"));
    }

    @Test
    void aRunningContainerIsStartedAgain() {
        Guest guest = lab.cluster.guests().get("cache");
        guest.migrate(TO_PVE2.whileRunning()).await(MINUTE);
        Guest moved = lab.cluster.guests().get(guest.vmid());
        assertThat(moved.node()).isEqualTo("pve2");
        assertThat(moved.ready()).isTrue();
    }

    @Test
    void theNodeHasToBeAnotherOneThatIsThere() {
        Guest guest = lab.cluster.guests().get("build");
        assertFailure(Problem.Parameter.class, () -> guest.migrate(TO_PVE2)).hasMessageContaining("local node");
        assertFailure(Problem.NotFound.class, () -> guest.migrate(MigrateCall.to("pve3")))
                .hasMessageContaining("no such cluster node 'pve3'");
    }

    @Test
    void aGuestThatHasLeftIsMissedWhereItWas() {
        Guest before = lab.cluster.guests().get("tools");
        before.migrate(MigrateCall.to("pve1")).await(MINUTE);
        assertFailure(Problem.NotFound.class, before::status);
        assertThat(lab.cluster.guests().get("tools").node()).isEqualTo("pve1");
    }
}

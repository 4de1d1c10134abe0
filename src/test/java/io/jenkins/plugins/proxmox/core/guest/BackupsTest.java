package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupsTest extends OnEveryRelease {
    private static final BackupOptions OPTIONS = BackupOptions.to("local");
    private static final VmId WEB = new VmId(101);
    private static final VmId BUILD = new VmId(102);

    private Backups backups;

    @BeforeEach
    void backups() {
        backups = lab.cluster.nodes().of("pve1").backups();
    }

    @Test
    void forGuestsOfOtherNodesThereIsNothingToDo() {
        assertThat(backups.make(List.of(BUILD), OPTIONS)).isEmpty();
        assertThat(backups.makeOfPool("ci", OPTIONS)).isEmpty();
    }

    @Test
    void aGuestThatHasMovedIsMissed() {
        Guest guest = lab.cluster.guests().get("build");
        lab.proxmox.cluster().moveGuest(102, "pve1");
        assertFailure(Problem.NotFound.class, () -> guest.backups().make(OPTIONS))
                .hasMessage("VM 102 on pve2 is no longer there, so nothing was backed up");
    }

    @Test
    void ofNobodyAreRefused() {
        assertRefused("vmid", () -> backups.make(List.of(), OPTIONS), "There is no guest to back up");
        assertRefused("pool", () -> backups.makeOfPool("a b", OPTIONS), "'a b' is no name of a pool");
        assertThat(lab.proxmox.requests().all()).isEmpty();
    }

    @Test
    void ofAllLeaveOutWhoIsExcluded() {
        Task task =
                backups.makeAll(Set.of(new VmId(9000), new VmId(9001)), OPTIONS).orElseThrow();
        task.await(MINUTE);
        assertThat(Backups.archives(task, "local")).containsOnlyKeys(WEB, new VmId(201));
    }

    @Test
    void ofAllButAllAreNone() {
        Task task = backups.makeAll(allOfPve1(), OPTIONS).orElseThrow();
        task.await(MINUTE);
        assertThat(Backups.archives(task, "local")).isEmpty();
    }

    @Test
    void ofAPoolAreThoseOfItsGuestsOnTheNode() {
        lab.embedded(101).pool("ci");
        lab.embedded(102).pool("ci");
        Task task = backups.makeOfPool("ci", OPTIONS).orElseThrow();
        task.await(MINUTE);
        assertThat(Backups.archives(task, "local")).containsOnlyKeys(WEB);
    }

    @Test
    void thatFailDoNotTakeTheOthersAlong() {
        Task task = backups.make(List.of(WEB, new VmId(999)), OPTIONS).orElseThrow();
        assertFailure(Problem.TaskFailed.class, () -> task.await(MINUTE)).hasMessageContaining("job errors");
        assertThat(Backups.archives(task, "local")).containsOnlyKeys(WEB);
    }

    @Test
    void thatMadeNoArchiveSaySo() {
        lab.proxmox.faults().task("vzdump").fails("job errors");
        Guest guest = lab.cluster.guests().get("web");
        Task task = guest.backups().make(OPTIONS);
        assertFailure(Problem.TaskFailed.class, () -> task.await(MINUTE));
        assertFailure(Problem.OutcomeUnknown.class, () -> guest.backups().archive(task, "local"))
                .hasMessageContaining("tells of no archive of VM 101 on pve1");
    }

    @Test
    void needAStorageThatTakesThem() {
        assertFailure(Problem.NotFound.class, () -> backups.make(List.of(WEB), BackupOptions.to("nowhere")))
                .hasMessageContaining("storage 'nowhere' does not exist");
        Assertions.assertThatThrownBy(() -> backups.make(List.of(WEB), BackupOptions.to("local-lvm"))
                        .orElseThrow()
                        .await(MINUTE))
                .isInstanceOf(ProxmoxException.class);
        assertThat(lab.proxmox.cluster().archives()).isEmpty();
    }

    @Test
    void arePrunedOnlyIfAskedFor() {
        Guest guest = lab.cluster.guests().get("web");
        guest.backups().make(OPTIONS).await(MINUTE);
        guest.backups().make(OPTIONS.asProtected()).await(MINUTE);
        assertThat(guest.backups().list()).hasSize(2);
        assertThat(guest.backups().list())
                .extracting(Volume::protectedFromDeletion)
                .containsOnlyOnce(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "cache"})
    void areNotRestoredOverARunningOrProtectedGuest(String name) {
        Guest guest = lab.cluster.guests().get(name);
        Task task = guest.backups().make(OPTIONS);
        task.await(MINUTE);
        VolumeId archive = guest.backups().archive(task, "local");

        assertFailure(
                        Problem.WrongState.class,
                        () -> guest.backups().restore(archive).await(MINUTE))
                .hasMessageContaining("is running");
        guest.stop().await(MINUTE);
        lab.embedded(guest.vmid().number()).protectedGuest();
        Assertions.assertThatThrownBy(() -> guest.backups().restore(archive).await(MINUTE))
                .hasMessageContaining("protection mode enabled");
    }

    @Test
    void areNotRestoredOntoATakenVmidOrWithoutAStorageForAContainer() {
        Guest guest = lab.cluster.guests().get("cache");
        Task task = guest.backups().make(OPTIONS);
        task.await(MINUTE);
        VolumeId archive = guest.backups().archive(task, "local");
        Containers containers = lab.cluster.nodes().of("pve1").containers();
        int before = lab.changes().size();

        assertRefused(
                "storage",
                () -> containers.restore(RestoreCall.asNew(archive, new VmId(300))),
                "No storage is given for the container 300");
        assertThat(lab.changes()).hasSize(before);
        assertFailure(
                Problem.AlreadyExists.class,
                () -> containers
                        .restore(RestoreCall.asNew(archive, WEB).storage("local-lvm"))
                        .await(MINUTE));
    }

    @Test
    void thatAreNotThereAreMissed() {
        VolumeId archive = VolumeId.parse("local:backup/vzdump-qemu-101-2020_01_01-00_00_00.vma.zst");
        VirtualMachines machines = lab.cluster.nodes().of("pve1").virtualMachines();
        assertFailure(
                        Problem.NotFound.class,
                        () -> machines.restore(RestoreCall.asNew(archive, new VmId(300)))
                                .await(MINUTE))
                .hasMessageContaining("does not exist");
    }

    private static Set<VmId> allOfPve1() {
        return Set.of(WEB, new VmId(201), new VmId(9000), new VmId(9001));
    }
}

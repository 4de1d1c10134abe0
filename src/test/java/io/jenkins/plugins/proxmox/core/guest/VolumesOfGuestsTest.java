package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.NewDisk;
import io.jenkins.plugins.proxmox.core.config.NewMountPoint;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(PveVersion.class)
class VolumesOfGuestsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final DiskId SCSI0 = DiskId.parse("scsi0");
    private static final DiskId SCSI1 = DiskId.parse("scsi1");
    private static final MountPointId MP0 = MountPointId.parse("mp0");

    @Parameter
    PveVersion version;

    private Connected lab;
    private Disks disks;
    private MountPoints mountPoints;

    @BeforeEach
    void start() {
        lab = Connected.to(version);
        disks = lab.cluster.nodes().of("pve2").virtualMachines().get("build").disks();
        mountPoints = lab.cluster.nodes().of("pve2").containers().get("tools").mountPoints();
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    @Test
    void aDiskThatIsThereIsNotPushedOut() {
        assertThatThrownBy(() -> disks.attach(SCSI0, NewDisk.on("local-lvm", DataSize.ofGiB(1))))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.AlreadyExists.class))
                .hasMessageStartingWith("scsi0 of VM 102 on pve2 is taken already, by local-lvm:vm-102-disk-0");
        lab.embedded(202).set("mp0", "local-lvm:vm-202-disk-1,mp=/data,size=1G");
        assertThatThrownBy(() -> mountPoints.attach(MP0, NewMountPoint.on("local-lvm", DataSize.ofGiB(1), "/x")))
                .hasMessageStartingWith("mp0 of container 202 on pve2 is taken already");
        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void whatCanNotBeIsNotAskedFor() {
        lab.proxmox.requests().clear();
        assertRefused("storage", () -> disks.move(SCSI0, "a b", true), "'a b' is no name of a storage");
        assertRefused("storage", () -> mountPoints.move(MP0, "", true), "'' is no name of a storage");
        assertRefused("size", () -> disks.extend(SCSI0, SizeChange.parse("-1G")), "'-1G' is no size", "only grow");
        assertRefused("disk", () -> disks.detach(DiskId.parse("scsi31")), "'scsi31' is no disk of a VM", "scsi0-30");
        assertRefused("mountPoint", () -> mountPoints.detach(MountPointId.parse("mp256")), "'mp256'", "mp0-255");
        assertRefused("volume", () -> mountPoints.detach(MountPointId.ROOTFS), "can't be detached");
        assertThat(lab.proxmox.requests().all()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        assertThatThrownBy(() -> disks.detach(SCSI1))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class))
                .hasMessage("There is no scsi1 of VM 102 on pve2; it has scsi0");
        assertThatThrownBy(() -> disks.extend(SCSI1, SizeChange.parse("+1G"))).hasMessageContaining("no scsi1");
        assertThatThrownBy(() -> disks.move(SCSI1, "nfs", true)).hasMessageContaining("no scsi1");
        assertThatThrownBy(() -> disks.change(SCSI1, disk -> disk)).hasMessageContaining("no scsi1");
        assertThatThrownBy(() -> disks.remove(new UnusedId(0))).hasMessageContaining("no unused0");
        assertThatThrownBy(() -> mountPoints.detach(MP0)).hasMessageContaining("it has rootfs");
        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void disksOnlyGrow() {
        assertThatThrownBy(() -> disks.extend(SCSI0, SizeChange.parse("1G")))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Parameter.class))
                .hasMessage("scsi0 of VM 102 on pve2 has 2G and can't shrink to 1G");
        assertThatThrownBy(() -> mountPoints.extend(MountPointId.ROOTFS, SizeChange.parse("512M")))
                .hasMessage("rootfs of container 202 on pve2 has 2G and can't shrink to 512M");
        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void theSizeThatItHasNeedsNoCall() {
        disks.extend(SCSI0, SizeChange.parse("2G")).await(MINUTE);
        mountPoints.extend(MountPointId.ROOTFS, SizeChange.parse("2048M")).await(MINUTE);
        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void growingLooksTheSameWhetherItIsATaskOrNot() {
        assertThat(disks.extend(SCSI0, SizeChange.parse("+1G")).upid().isPresent())
                .isEqualTo(version != PveVersion.V7);
        lab.proxmox.tasks().awaitAll();
        disks.extend(SCSI0, SizeChange.parse("4G")).await(MINUTE);
        mountPoints.extend(MountPointId.ROOTFS, SizeChange.parse("+1G")).await(MINUTE);

        assertThat(disks.attached().get(SCSI0).size()).contains(DataSize.ofGiB(4));
        assertThat(mountPoints.attached().get(MountPointId.ROOTFS).size()).contains(DataSize.ofGiB(3));
    }

    @Test
    void theRootFileSystemStays() {
        assertThatThrownBy(() -> mountPoints.detach(MountPointId.ROOTFS))
                .hasMessage("The root file system of container 202 on pve2 can't be detached");
        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void aMoveKeepsOrDeletesTheSource() {
        VolumeId before = disks.attached().get(SCSI0).volume().orElseThrow();
        disks.move(SCSI0, "nfs", false).await(MINUTE);

        assertThat(disks.unused()).containsValue(before);
        disks.remove(new UnusedId(0)).await(MINUTE);
        disks.move(SCSI0, "local-lvm", true).await(MINUTE);

        assertThat(disks.unused()).isEmpty();
        assertThat(disks.images()).hasSize(1);
    }

    @Test
    void aDiskIsRemovedWithItsVolume() {
        disks.attach(SCSI1, NewDisk.on("local-lvm", DataSize.parse("512M"))).await(MINUTE);
        assertThat(disks.attached().get(SCSI1).size()).contains(DataSize.parse("512M"));
        disks.remove(SCSI1).await(MINUTE);

        assertThat(disks.unused()).isEmpty();
        assertThat(disks.images()).hasSize(1);
    }

    @Test
    void aVolumeThatIsUnusedCanBeAttachedAgain() {
        disks.attach(SCSI1, NewDisk.on("local-lvm", DataSize.ofGiB(1))).await(MINUTE);
        VolumeId volume = disks.attached().get(SCSI1).volume().orElseThrow();
        disks.detach(SCSI1).await(MINUTE);
        disks.attach(DiskId.parse("virtio3"), NewDisk.of(volume)).await(MINUTE);

        assertThat(disks.unused()).isEmpty();
        assertThat(disks.attached().get(DiskId.parse("virtio3")).volume()).contains(volume);
    }

    @Test
    void somebodyElsesChangeInBetweenIsNotOverwritten() {
        disks.attached();
        lab.embedded(102).set("cores", "2");
        lab.proxmox.faults().call("GET", "/nodes/*/qemu/102/config").stale();

        assertThatThrownBy(() -> disks.move(SCSI0, "nfs", true))
                .isInstanceOfSatisfying(
                        ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Conflict.class));
    }

    @Test
    void aMountPointOfARunningContainerWaitsForARestart() {
        MountPoints running =
                lab.cluster.nodes().of("pve1").containers().get("cache").mountPoints();
        running.attach(MP0, NewMountPoint.on("local-lvm", DataSize.ofGiB(1), "/data"))
                .await(MINUTE);

        assertThat(running.detach(MP0).await(MINUTE))
                .singleElement()
                .satisfies(change -> assertThat(change.delete()).isTrue());
        assertThatThrownBy(() ->
                        running.move(MountPointId.ROOTFS, "local-lvm", true).await(MINUTE))
                .isInstanceOf(ProxmoxException.class);
    }
}

package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.config.NewDisk;
import io.jenkins.plugins.proxmox.core.config.NewMountPoint;
import io.jenkins.plugins.proxmox.core.guest.Disks;
import io.jenkins.plugins.proxmox.core.guest.MountPoints;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisksExamplesTest extends LibraryExamples {
    @Test
    void disks() {
        // example
        Duration patience = Duration.ofMinutes(30);
        Disks disks = cluster.node("pve1").virtualMachines().get("web").disks();
        DiskId id = DiskId.parse("virtio1"); // ide0-3, sata0-5, scsi0-30, virtio0-15

        disks.attach(
                        id,
                        NewDisk.on("local-lvm", DataSize.ofGiB(1))
                                .backup(false)
                                .replicate(false)
                                .option("discard", "on"))
                .await(patience);
        disks.extend(id, SizeChange.parse("+1G")).await(patience); // or to a size, as in "10G"
        disks.change(id, disk -> disk.with("backup", "1")).await(patience); // other options stay
        disks.move(id, "nfs", true).await(patience); // true: deletes the source

        List<Volume> images = disks.images(); // on all storages, attached or not
        disks.detach(id).await(patience); // its volume becomes unused0 ...
        disks.remove(new UnusedId(0)).await(patience); // ... and is deleted
        // end
        assertThat(images).anySatisfy(volume -> {
            assertThat(volume.storage()).isEqualTo("nfs");
            assertThat(volume.size()).contains(DataSize.ofGiB(2));
        });
        assertThat(disks.attached()).doesNotContainKey(id);
        assertThat(disks.unused()).isEmpty();
        assertThat(disks.images()).hasSize(images.size() - 1);
    }

    @Test
    void mountPoints() {
        proxmox.cluster().addStorage(LibraryStorages.secondThin());
        // example
        Duration patience = Duration.ofMinutes(30);
        MountPoints mountPoints = cluster.node("pve2").containers().get("tools").mountPoints();
        MountPointId id = MountPointId.parse("mp0"); // rootfs, mp0-255

        mountPoints
                .attach(
                        id,
                        NewMountPoint.on("local-lvm", DataSize.ofGiB(4), "/var/cache")
                                .backup(false)
                                .quota(true))
                .await(patience);
        mountPoints.extend(MountPointId.ROOTFS, SizeChange.parse("+512M")).await(patience);
        mountPoints.move(id, "fast", false).await(patience); // false: the source becomes unused0
        mountPoints.remove(new UnusedId(0)).await(patience);
        mountPoints.detach(id).await(patience);
        // end
        assertThat(mountPoints.attached()).containsOnlyKeys(MountPointId.ROOTFS);
        assertThat(mountPoints.attached().get(MountPointId.ROOTFS).size()).contains(DataSize.parse("2560M"));
        assertThat(mountPoints.unused().values())
                .singleElement()
                .satisfies(volume -> assertThat(volume.storage()).isEqualTo("fast"));
    }
}

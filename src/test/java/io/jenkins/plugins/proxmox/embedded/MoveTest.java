package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.EmbeddedTasks.EmbeddedTask;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MoveTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101/";
    private static final String BUILD = "/nodes/pve2/qemu/102/";
    private static final String TOOLS = "/nodes/pve2/lxc/202/";
    private static final String SAME = "you can't move to the same storage with same format";

    @BeforeEach
    void addStorage() {
        proxmox.cluster().addStorage(new Storage("zfs", "zfspool", Set.of("images", "rootdir"), false, 1L << 40));
    }

    private boolean exists(String volid) {
        return proxmox.cluster().volumes().stream().map(Volume::volid).anyMatch(volid::equals);
    }

    @Test
    void movedDiskLeavesItsOldVolumeUnused() throws IOException {
        client.put(WEB + "config", "scsi1", "local-lvm:4,discard=on");
        EmbeddedTask task = client.run(WEB + "move_disk", "disk", "scsi1", "storage", "nfs", "format", "qcow2");

        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.type()).isEqualTo("qmmove");
        assertThat(task.id()).isEqualTo("101");
        assertThat(task.log()).contains("create full clone of drive scsi1 (local-lvm:vm-101-disk-1)");
        assertThat(guest(101).config())
                .containsEntry("scsi1", "nfs:101/vm-101-disk-0.qcow2,discard=on,size=4G")
                .containsEntry("unused0", "local-lvm:vm-101-disk-1");
        assertThat(exists("local-lvm:vm-101-disk-1")).isTrue();
    }

    @Test
    void movedDiskMayLoseItsOldVolume() throws IOException {
        client.run(BUILD + "move_disk", "disk", "scsi0", "storage", "nfs", "delete", "1");

        assertThat(guest(102).config())
                .containsEntry("scsi0", "nfs:102/vm-102-disk-0.raw,size=2G")
                .doesNotContainKey("unused0");
        assertThat(exists("local-lvm:vm-102-disk-0")).isFalse();
        assertThat(client.run(BUILD + "move_disk", "disk", "scsi0", "storage", "nfs", "format", "qcow2")
                        .exitStatus())
                .as("another format on the same storage")
                .contains("OK");
        assertThat(guest(102).config())
                .containsEntry("scsi0", "nfs:102/vm-102-disk-0.qcow2,size=2G")
                .containsEntry("unused0", "nfs:102/vm-102-disk-0.raw");
    }

    @Test
    void whatIsImpossibleIsRefusedAtOnce() throws IOException {
        guest(102).set("ide2", "none,media=cdrom");
        String digest = "0123456789012345678901234567890123456789";
        assertThat(move("disk", "scsi0", "storage", "local-lvm")).isEqualTo("500 " + SAME);
        assertThat(move("disk", "scsi0", "storage", "local-lvm", "format", "raw"))
                .isEqualTo("500 " + SAME);
        assertThat(move("disk", "scsi5", "storage", "nfs")).isEqualTo("500 disk 'scsi5' does not exist");
        assertThat(move("disk", "ide2", "storage", "nfs")).isEqualTo("500 you can't move a cdrom");
        assertThat(move("disk", "scsi0", "storage", "nope")).isEqualTo("500 storage 'nope' does not exist");
        assertThat(move("disk", "scsi0", "storage", "nfs", "digest", digest))
                .isEqualTo("500 detected modified configuration - file changed by other user? Try again.");
        assertThat(client.post(BUILD + "move_disk", "disk", "scsi0", "storage", "local")
                        .error("storage"))
                .isEqualTo("storage 'local' does not support vm images");
        assertThat(client.post(BUILD + "move_disk", "disk", "scsi0").error("target-vmid"))
                .isEqualTo("both 'storage' and 'target-vmid' missing, either needs to be set");
        assertThat(client.post(BUILD + "move_disk", "disk", "scsi0", "storage", "nfs", "target-vmid", "101")
                        .error("storage"))
                .isEqualTo("either set 'storage' or 'target-vmid', but not both");
        assertThat(move("disk", "scsi0", "target-vmid", "101"))
                .isEqualTo("500 embedded Proxmox VE: moves to other guests are not supported");
        guest(102).lock("backup");
        assertThat(move("disk", "scsi0", "storage", "nfs")).isEqualTo("500 VM is locked (backup)");
    }

    private String move(String... parameters) throws IOException {
        return client.post(BUILD + "move_disk", parameters).statusLine();
    }

    @Test
    void snapshotsKeepTheOldVolume() throws IOException {
        client.run(BUILD + "snapshot", "snapname", "one");
        assertThat(move("disk", "scsi0", "storage", "nfs", "delete", "1"))
                .isEqualTo("500 you can't move a disk with snapshots and delete the source");
        assertThat(client.run(BUILD + "move_disk", "disk", "scsi0", "storage", "nfs")
                        .log())
                .contains("moving disk with snapshots, snapshots will not be moved!");
        assertThat(client.put(BUILD + "config", "delete", "unused0").statusLine())
                .isEqualTo("500 unable to delete 'local-lvm:vm-102-disk-0' - volume is still in use (snapshot?)");
    }

    @Test
    void abortedMoveLeavesTheSourceAsItWas() throws IOException {
        var before = guest(102).config();
        try (Hold hold = proxmox.tasks().hold("qmmove")) {
            String upid = client.post(BUILD + "move_disk", "disk", "scsi0", "storage", "nfs")
                    .upid();
            hold.awaitTask();
            assertThat(exists("nfs:102/vm-102-disk-0.raw")).isTrue();
            client.delete("/nodes/pve2/tasks/" + upid);
            assertThat(proxmox.tasks().await(upid).exitStatus())
                    .contains("storage migration failed: interrupted by signal");
        }
        assertThat(guest(102).config()).isEqualTo(before);
        assertThat(exists("nfs:102/vm-102-disk-0.raw")).isFalse();
    }

    @Test
    void containerIsLockedWhileItsVolumeMoves() throws IOException {
        try (Hold hold = proxmox.tasks().hold("move_volume")) {
            String upid = client.post(TOOLS + "move_volume", "volume", "rootfs", "storage", "zfs")
                    .upid();
            assertThat(guest(202).lock()).as("at once").contains("disk");
            assertThat(client.put(TOOLS + "config", "cores", "2").statusLine()).isEqualTo("500 CT is locked (disk)");
            hold.release();
            assertThat(proxmox.tasks().await(upid).exitStatus()).contains("OK");
        }
        assertThat(guest(202).lock()).isEmpty();
        assertThat(guest(202).config())
                .containsEntry("rootfs", "zfs:subvol-202-disk-0,size=2G")
                .containsEntry("unused0", "local-lvm:vm-202-disk-0");
    }

    @Test
    void abortedMoveFreesTheContainer() throws IOException {
        try (Hold hold = proxmox.tasks().hold("move_volume")) {
            String upid = client.post(TOOLS + "move_volume", "volume", "rootfs", "storage", "zfs", "delete", "1")
                    .upid();
            hold.awaitTask();
            client.delete("/nodes/pve2/tasks/" + upid);
            assertThat(proxmox.tasks().await(upid).exitStatus()).contains("received interrupt");
        }
        assertThat(guest(202).lock()).isEmpty();
        assertThat(guest(202).config()).containsEntry("rootfs", "local-lvm:vm-202-disk-0,size=2G");
        assertThat(exists("zfs:subvol-202-disk-0")).isFalse();
    }

    @Test
    void containerVolumesHaveTheirOwnRefusals() throws IOException {
        assertThat(client.post("/nodes/pve1/lxc/201/move_volume", "volume", "rootfs", "storage", "zfs")
                        .statusLine())
                .isEqualTo("500 cannot move volumes of a running container");
        assertThat(client.post(TOOLS + "move_volume", "volume", "unused0", "storage", "zfs")
                        .statusLine())
                .isEqualTo("500 cannot move volume 'unused0', only configured volumes can be moved to another storage");
        assertThat(client.run(TOOLS + "move_volume", "volume", "rootfs", "storage", "nfs")
                        .exitStatus())
                .contains("content type 'rootdir' is not available or configured on storage 'nfs'");
        assertThat(guest(202).lock()).isEmpty();
        client.run(TOOLS + "snapshot", "snapname", "one");
        assertThat(client.post(TOOLS + "move_volume", "volume", "rootfs", "storage", "zfs", "delete", "1")
                        .statusLine())
                .isEqualTo("500 you can't move a volume with snapshots and delete the source");
    }

    @Test
    void movesNeedRightsOnGuestAndStorage() throws IOException {
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/vms", "VM.Audit");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.post(BUILD + "move_disk", "disk", "scsi0", "storage", "nfs")
                        .statusLine())
                .isEqualTo("403 Permission check failed (/vms/102, VM.Config.Disk)");
        proxmox.access().grant("ci@pve", "/vms", "VM.Config.Disk");
        assertThat(ci.post(BUILD + "move_disk", "disk", "scsi0", "storage", "nfs")
                        .statusLine())
                .isEqualTo("403 Permission check failed (/storage/nfs, Datastore.AllocateSpace)");
        assertThat(ci.post(TOOLS + "move_volume", "volume", "rootfs", "storage", "zfs")
                        .statusLine())
                .isEqualTo("403 Permission check failed (/storage/zfs, Datastore.AllocateSpace)");
    }

    @ParameterizedTest
    @EnumSource
    void onlyNewerLogsTellWhatBecomesOfTheSource(PveVersion version) throws IOException {
        try (EmbeddedProxmox other =
                        EmbeddedProxmox.builder().version(version).pace(0.1).start();
                RawClient caller = RawClient.of(other)) {
            EmbeddedTask task = caller.run(BUILD + "move_disk", "disk", "scsi0", "storage", "nfs");
            boolean told = task.log().contains("adding source volume 'local-lvm:vm-102-disk-0' as 'unused0' to config");
            assertThat(told).isEqualTo(version.atLeast(PveVersion.V9));
        }
    }

    @Test
    void unlinkIsAnotherWordForDelete() throws IOException {
        client.put(BUILD + "unlink", "idlist", "scsi0");
        assertThat(guest(102).config())
                .containsEntry("unused0", "local-lvm:vm-102-disk-0")
                .doesNotContainKey("scsi0");
        client.put(BUILD + "config", "scsi1", "local-lvm:1");
        client.put(BUILD + "unlink", "idlist", "scsi1,unused0", "force", "1");
        assertThat(guest(102).config()).doesNotContainKeys("scsi1", "unused0");
        assertThat(exists("local-lvm:vm-102-disk-0")).isFalse();
        assertThat(exists("local-lvm:vm-102-disk-1")).isFalse();
    }
}

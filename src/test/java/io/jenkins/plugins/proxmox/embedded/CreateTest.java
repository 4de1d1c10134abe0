package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CreateTest extends EmbeddedTest {
    private static final String IMAGE = "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst";

    @Test
    void machineIsCreatedWithWhatItNeeds() throws IOException {
        var task = client.run(
                "/nodes/pve1/qemu",
                "vmid",
                "300",
                "name",
                "new",
                "memory",
                "2048",
                "cores",
                "2",
                "scsi0",
                "local-lvm:8",
                "net0",
                "virtio,bridge=vmbr0",
                "ide2",
                "local-lvm:cloudinit",
                "pool",
                "ci",
                "start",
                "1");

        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.type()).isEqualTo("qmcreate");
        proxmox.tasks().awaitAll();
        EmbeddedGuest guest = guest(300);
        assertThat(guest.status()).isEqualTo("running");
        assertThat(guest.pool()).contains("ci");
        assertThat(guest.lock()).isEmpty();
        assertThat(guest.config())
                .containsEntry("scsi0", "local-lvm:vm-300-disk-0,size=8G")
                .containsEntry("ide2", "local-lvm:vm-300-cloudinit,media=cdrom,size=4M")
                .containsKeys("smbios1", "vmgenid", "meta");
        assertThat(guest.config().get("net0")).matches("virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr0");
    }

    @Test
    void takenNumbersAndUnknownStoragesAreRefusedAtOnce() throws IOException {
        assertThat(client.post("/nodes/pve1/qemu", "vmid", "101").statusLine())
                .isEqualTo("500 unable to create VM 101 - VM 101 already exists on node 'pve1'");
        assertThat(client.post("/nodes/pve1/lxc", "vmid", "101", "ostemplate", IMAGE)
                        .statusLine())
                .isEqualTo("500 VM 101 already exists on node 'pve1'");
        assertThat(client.post("/nodes/pve1/qemu", "vmid", "300", "scsi0", "nope:1")
                        .statusLine())
                .isEqualTo("500 storage 'nope' does not exist");
        assertThat(client.post("/nodes/pve1/qemu", "vmid", "300", "scsi0", "local:abc")
                        .statusLine())
                .isEqualTo("500 unable to parse directory volume name 'abc'");
        assertThat(client.post("/nodes/pve1/lxc", "vmid", "300", "ostemplate", IMAGE, "rootfs", "nfs:1")
                        .error("storage"))
                .isEqualTo("storage 'nfs' does not support container directories");
        assertThat(client.post("/nodes/pve1/lxc", "vmid", "300", "ostemplate", IMAGE)
                        .error("storage"))
                .as("the default storage takes no containers")
                .isEqualTo("storage 'local' does not support container directories");
        assertThat(proxmox.tasks().all()).isEmpty();
    }

    @Test
    void missingImagesAreNoticedInTheTask() throws IOException {
        assertThat(client.run("/nodes/pve1/qemu", "vmid", "300", "ide2", "local:iso/nope.iso,media=cdrom")
                        .exitStatus())
                .contains("unable to create VM 300 - volume 'local:iso/nope.iso' does not exist");
        assertThat(client.run(
                                "/nodes/pve1/lxc",
                                "vmid",
                                "301",
                                "ostemplate",
                                "local:vztmpl/nope.tar.gz",
                                "storage",
                                "local-lvm")
                        .exitStatus())
                .contains("unable to create CT 301 - volume 'local:vztmpl/nope.tar.gz' does not exist");
        assertThat(proxmox.cluster().guest(300)).isEmpty();
        assertThat(proxmox.cluster().guest(301)).isEmpty();
    }

    @Test
    void containerIsCreatedFromAnImage() throws IOException {
        var task = client.run(
                "/nodes/pve1/lxc",
                "vmid",
                "300",
                "ostemplate",
                IMAGE,
                "rootfs",
                "local-lvm:6",
                "hostname",
                "box",
                "net0",
                "name=eth0,bridge=vmbr0,ip=10.0.0.9/24",
                "password",
                "secret-root",
                "unprivileged",
                "1");

        assertThat(task.exitStatus()).contains("OK");
        assertThat(guest(300).name()).isEqualTo("box");
        assertThat(guest(300).addresses()).containsExactly("10.0.0.9");
        assertThat(guest(300).config())
                .containsEntry("rootfs", "local-lvm:vm-300-disk-0,size=6G")
                .containsEntry("swap", "512")
                .doesNotContainKey("password");
    }

    @Test
    void guestsAreDestroyedWithTheirVolumes() throws IOException {
        int volumes = proxmox.cluster().volumes().size();
        assertThat(client.delete("/nodes/pve1/qemu/101").statusLine())
                .isEqualTo("500 VM 101 is running - destroy failed");
        assertThat(client.delete("/nodes/pve1/lxc/201").statusLine())
                .isEqualTo("500 unable to destroy CT 201 - container is running");

        guest(102).pool("ci");
        var machine = client.runDelete("/nodes/pve2/qemu/102?purge=1&destroy-unreferenced-disks=1");
        assertThat(machine.log()).containsExactly("purging VM 102 from related configurations..", "TASK OK");
        assertThat(client.get("/pools/ci").data().get("members")).isEmpty();
        var container = client.runDelete("/nodes/pve1/lxc/201?force=1&purge=1");
        assertThat(container.log())
                .containsExactly(
                        "forced to stop CT 201 before destroying!",
                        "purging CT 201 from related configurations..",
                        "TASK OK");
        assertThat(proxmox.cluster().volumes()).hasSize(volumes - 2);
        assertThat(client.delete("/nodes/pve2/qemu/102").status()).isEqualTo(500);
    }

    @Test
    void protectedAndLockedGuestsStay() throws IOException {
        guest(102).protectedGuest();
        guest(202).protectedGuest();
        assertThat(client.delete("/nodes/pve2/qemu/102").statusLine())
                .isEqualTo("500 can't remove VM 102 - protection mode enabled");
        assertThat(client.delete("/nodes/pve2/lxc/202").statusLine())
                .isEqualTo("500 can't remove CT 202 - protection mode enabled");

        guest(102).set("protection", "0").lock("backup");
        guest(202).set("protection", "0").lock("backup");
        assertThat(client.runDelete("/nodes/pve2/qemu/102").exitStatus()).contains("VM is locked (backup)");
        assertThat(client.delete("/nodes/pve2/lxc/202").statusLine()).isEqualTo("500 CT is locked (backup)");
    }
}

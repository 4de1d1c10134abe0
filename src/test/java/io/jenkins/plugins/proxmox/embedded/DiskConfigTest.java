package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskConfigTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101/config";
    private static final String BUILD = "/nodes/pve2/qemu/102/config";
    private static final String CACHE = "/nodes/pve1/lxc/201/config";
    private static final String TOOLS = "/nodes/pve2/lxc/202/config";

    private boolean exists(String volid) {
        return proxmox.cluster().volumes().stream().map(Volume::volid).anyMatch(volid::equals);
    }

    private JsonNode pending(String config, String key) throws IOException {
        for (JsonNode entry : client.get(config.replace("config", "pending")).data()) {
            if (entry.get("key").asText().equals(key)) {
                return entry;
            }
        }
        throw new AssertionError("nothing about " + key);
    }

    @Test
    void detachedDiskIsUnusedUntilItIsAttachedAgainOrDestroyed() throws IOException {
        client.put(BUILD, "delete", "scsi0");
        assertThat(guest(102).config())
                .containsEntry("unused0", "local-lvm:vm-102-disk-0")
                .containsEntry("boot", " ")
                .doesNotContainKey("scsi0");
        client.put(BUILD, "virtio0", "local-lvm:vm-102-disk-0,iothread=1");
        assertThat(guest(102).config())
                .containsEntry("virtio0", "local-lvm:vm-102-disk-0,iothread=1,size=2G")
                .doesNotContainKey("unused0");
        client.put(BUILD, "delete", "virtio0");
        client.put(BUILD, "delete", "unused0");
        assertThat(guest(102).config()).doesNotContainKeys("virtio0", "unused0");
        assertThat(exists("local-lvm:vm-102-disk-0")).isFalse();
    }

    @Test
    void forceDestroysTheVolumeAtOnce() throws IOException {
        client.put(BUILD, "delete", "scsi0", "force", "1");
        assertThat(guest(102).config()).doesNotContainKeys("scsi0", "unused0");
        assertThat(exists("local-lvm:vm-102-disk-0")).isFalse();
        assertThat(client.put(TOOLS, "delete", "mp0", "force", "1").error("force"))
                .isEqualTo("property is not defined in schema and the schema does not allow additional properties");
    }

    @Test
    void volumesOfSnapshotsStay() throws IOException {
        client.run("/nodes/pve2/qemu/102/snapshot", "snapname", "one");
        assertThat(client.put(BUILD, "delete", "scsi0", "force", "1").error("scsi0"))
                .isEqualTo("unable to apply pending change scsi0 : unable to delete 'local-lvm:vm-102-disk-0'"
                        + " - volume is still in use (snapshot?)\n");
        assertThat(guest(102).config()).containsKey("scsi0");
        assertThat(pending(BUILD, "scsi0").get("delete").asInt()).isEqualTo(2);
        client.put(BUILD, "revert", "scsi0");
        assertThat(guest(102).pending()).isEmpty();

        client.put(TOOLS, "mp0", "local-lvm:1,mp=/data");
        client.run("/nodes/pve2/lxc/202/snapshot", "snapname", "one");
        client.put(TOOLS, "delete", "mp0");
        assertThat(guest(202).config()).as("not even kept as unused").doesNotContainKeys("mp0", "unused0");
        assertThat(exists("local-lvm:vm-202-disk-1")).isTrue();
    }

    @Test
    void runningMachineKeepsSomeDisksUntilItStops() throws IOException {
        client.put(WEB, "scsi1", "local-lvm:1");
        assertThat(guest(101).config()).containsEntry("scsi1", "local-lvm:vm-101-disk-1,size=1G");
        client.put(WEB, "sata0", "local-lvm:1");
        assertThat(guest(101).config()).doesNotContainKey("sata0");
        assertThat(pending(WEB, "sata0").get("pending").asText()).isEqualTo("local-lvm:vm-101-disk-2,size=1G");
        assertThat(pending(WEB, "sata0").has("value")).isFalse();
        client.run("/nodes/pve1/qemu/101/status/stop");
        assertThat(guest(101).config()).containsKey("sata0");
        client.run("/nodes/pve1/qemu/101/status/start");

        client.put(WEB, "delete", "scsi1,sata0");
        assertThat(guest(101).config())
                .doesNotContainKey("scsi1")
                .containsKey("sata0")
                .containsEntry("unused0", "local-lvm:vm-101-disk-1");
        assertThat(pending(WEB, "sata0").get("delete").asInt()).isEqualTo(1);
        assertThat(client.get(WEB).data().has("sata0")).isFalse();
        client.run("/nodes/pve1/qemu/101/status/stop");
        assertThat(guest(101).config()).doesNotContainKey("sata0").containsEntry("unused1", "local-lvm:vm-101-disk-2");
    }

    @Test
    void revertOfANewDiskLeavesItsVolumeUnused() throws IOException {
        client.put(WEB, "sata0", "local-lvm:1");
        client.put(WEB, "revert", "sata0");
        assertThat(guest(101).pending()).isEmpty();
        assertThat(guest(101).config()).containsEntry("unused0", "local-lvm:vm-101-disk-1");
    }

    @Test
    void someOptionsOfDisksWaitForTheNextStart() throws IOException {
        client.put(WEB, "scsi0", "local-lvm:vm-101-disk-0,discard=on");
        assertThat(guest(101).config()).containsEntry("scsi0", "local-lvm:vm-101-disk-0,size=2G");
        assertThat(guest(101).pending())
                .containsEntry("scsi0", Optional.of("local-lvm:vm-101-disk-0,discard=on,size=2G"));
        client.put(WEB, "scsi0", "local-lvm:vm-101-disk-0,backup=0");
        assertThat(guest(101).config()).containsEntry("scsi0", "local-lvm:vm-101-disk-0,backup=0,size=2G");
        assertThat(guest(101).pending()).isEmpty();
    }

    @Test
    void hotPlugCanBeSwitchedOff() throws IOException {
        client.put(WEB, "hotplug", "network");
        client.put(WEB, "scsi1", "local-lvm:1");
        client.put(WEB, "net1", "virtio,bridge=vmbr0");
        assertThat(guest(101).pending()).containsOnlyKeys("scsi1");
        client.put(WEB, "hotplug", "0");
        client.put(WEB, "delete", "net1");
        assertThat(guest(101).pending()).containsOnlyKeys("scsi1", "net1");
    }

    @Test
    void runningContainerMountsButDoesNotUnmount() throws IOException {
        client.put(CACHE, "mp0", "local-lvm:1,mp=/data");
        assertThat(guest(201).config()).containsEntry("mp0", "local-lvm:vm-201-disk-1,mp=/data,size=1G");
        client.put(CACHE, "delete", "mp0");
        assertThat(guest(201).config()).containsKey("mp0");
        assertThat(pending(CACHE, "mp0").get("delete").asInt()).isEqualTo(1);
        client.run("/nodes/pve1/lxc/201/status/stop");
        assertThat(guest(201).config()).doesNotContainKey("mp0").containsEntry("unused0", "local-lvm:vm-201-disk-1");
        client.put(CACHE, "delete", "unused0");
        assertThat(exists("local-lvm:vm-201-disk-1")).isFalse();
    }

    @Test
    void cloudInitDriveIsNotKept() throws IOException {
        client.put(BUILD, "ide2", "local-lvm:cloudinit");
        assertThat(guest(102).config()).containsEntry("ide2", "local-lvm:vm-102-cloudinit,media=cdrom,size=4M");
        client.put(BUILD, "delete", "ide2");
        assertThat(guest(102).config()).doesNotContainKeys("ide2", "unused0");
        assertThat(exists("local-lvm:vm-102-cloudinit")).isFalse();
    }

    @Test
    void protectionKeepsDisks() throws IOException {
        client.put(BUILD, "scsi1", "local-lvm:1");
        client.put(BUILD, "delete", "scsi1");
        guest(102).protectedGuest();
        assertThat(client.put(BUILD, "delete", "scsi0").statusLine())
                .isEqualTo("500 can't remove drive 'scsi0' - protection mode enabled");
        assertThat(client.put(BUILD, "delete", "unused0").statusLine())
                .isEqualTo("500 can't remove unused disk 'local-lvm:vm-102-disk-1' - protection mode enabled");
        client.put(TOOLS, "mp0", "local-lvm:1,mp=/data");
        guest(202).protectedGuest();
        assertThat(client.put(TOOLS, "delete", "mp0").statusLine())
                .isEqualTo("500 can't remove CT 202 drive 'mp0' - protection mode enabled");
        assertThat(client.put(TOOLS, "mp1", "local-lvm:1,mp=/more").statusLine())
                .isEqualTo("500 can't update CT 202 drive 'mp1' - protection mode enabled");
    }

    @ParameterizedTest
    @CsvSource({
        "delete, unprivileged, 500 unable to delete read-only option: 'unprivileged'",
        "delete, memory, 500 unable to delete required option 'memory'",
        "unprivileged, 0, 500 unable to modify read-only option: 'unprivileged'"
    })
    void someSettingsOfContainersStay(String name, String value, String text) throws IOException {
        assertThat(client.put(TOOLS, name, value).statusLine()).isEqualTo(text);
    }

    @Test
    void contradictionsAreRefused() throws IOException {
        assertThat(client.put(BUILD, "cores", "2", "revert", "cores").error("delete"))
                .isEqualTo("you can't use '-cores' and -revert cores' at the same time");
        assertThat(client.put(BUILD, "delete", "cores", "revert", "cores").error("revert"))
                .isEqualTo("you can't use '-delete cores' and -revert cores' at the same time");
        assertThat(client.put(TOOLS, "cores", "2", "revert", "cores").error("revert"))
                .isEqualTo("you can't use '-cores' and '-revert cores' at the same time");
        assertThat(client.put(TOOLS, "delete", "cores", "revert", "cores").error("delete"))
                .isEqualTo("you can't use '-delete cores' and '-revert cores' at the same time");
    }

    @Test
    void destroyingAVolumeTakesTheRightToMakeOne() throws IOException {
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/vms", "VM.Config.Disk", "VM.Audit");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.put(BUILD, "delete", "scsi0").status()).isEqualTo(200);
        assertThat(ci.put(BUILD, "delete", "unused0").statusLine())
                .isEqualTo("403 Permission check failed (/storage/local-lvm, Datastore.AllocateSpace)");
    }

    @Test
    void changeInATaskTellsItsProblems() throws IOException {
        client.run("/nodes/pve2/qemu/102/snapshot", "snapname", "one");
        assertThat(client.run(BUILD, "delete", "scsi0", "force", "1").exitStatus())
                .contains("400 Parameter verification failed. scsi0: unable to apply pending change scsi0 : unable"
                        + " to delete 'local-lvm:vm-102-disk-0' - volume is still in use (snapshot?)");
    }

    @Test
    void newFilesAreRawUnlessAskedOtherwise() throws IOException {
        client.put(BUILD, "scsi1", "nfs:1", "scsi2", "nfs:1,format=qcow2", "ide2", "nfs:cloudinit");
        assertThat(guest(102).config())
                .containsEntry("ide2", "nfs:102/vm-102-cloudinit.qcow2,media=cdrom,size=4M")
                .containsEntry("scsi1", "nfs:102/vm-102-disk-0.raw,size=1G")
                .containsEntry("scsi2", "nfs:102/vm-102-disk-0.qcow2,size=1G");
    }
}

package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101/";
    private static final String BUILD = "/nodes/pve2/qemu/102/";
    private static final String TOOLS = "/nodes/pve2/lxc/202/";

    @Test
    void valuesHaveTheTypesOfTheRealServer() throws IOException {
        client.put(BUILD + "config", "onboot", "1", "cipassword", "secret", "description", "text  ");
        JsonNode machine = client.get(BUILD + "config").data();
        assertThat(machine.get("cores").isInt()).isTrue();
        assertThat(machine.get("onboot").isInt()).isTrue();
        assertThat(machine.get("memory").isTextual()).isTrue();
        assertThat(machine.get("agent").isTextual()).isTrue();
        assertThat(machine.get("cipassword").asText()).isEqualTo("**********");
        assertThat(machine.get("description").asText()).isEqualTo("text");
        assertThat(machine.get("digest").asText()).matches("[0-9a-f]{40}");

        client.put(TOOLS + "config", "description", "text");
        JsonNode container = client.get(TOOLS + "config").data();
        assertThat(container.get("memory").isInt()).isTrue();
        assertThat(container.get("description").asText()).isEqualTo("text\n");
    }

    @Test
    void digestGuardsAgainstOtherChanges() throws IOException {
        String digest = client.get(BUILD + "config").data().get("digest").asText();
        assertThat(client.put(BUILD + "config", "cores", "2", "digest", digest).status())
                .isEqualTo(200);

        RawReply machine = client.put(BUILD + "config", "cores", "3", "digest", digest);
        assertThat(machine.statusLine()).isEqualTo("500 checksum mismatch (file change by other user?)");
        RawReply container = client.put(TOOLS + "config", "cores", "3", "digest", digest);
        assertThat(container.statusLine())
                .isEqualTo("500 detected modified configuration - file changed by other user? Try again.");
        assertThat(guest(102).config()).containsEntry("cores", "2");
    }

    @Test
    void aBalloonIsNoLargerThanTheMemory() throws IOException {
        String refused = "500 balloon value too large (must be smaller than assigned memory)";
        assertThat(client.put(BUILD + "config", "balloon", "4097", "memory", "4096")
                        .statusLine())
                .isEqualTo(refused);
        assertThat(client.put(BUILD + "config", "balloon", "4096", "memory", "4096")
                        .status())
                .isEqualTo(200);
        assertThat(client.put(BUILD + "config", "memory", "2048").statusLine()).isEqualTo(refused);
        assertThat(client.post(BUILD + "config", "memory", "2048").statusLine()).isEqualTo(refused);
        assertThat(client.put(BUILD + "config", "memory", "2048", "balloon", "0")
                        .status())
                .isEqualTo(200);
        assertThat(client.put(BUILD + "config", "memory", "1024").status()).isEqualTo(200);
    }

    @Test
    void runningMachineTakesSomeChangesOnlyLater() throws IOException {
        assertThat(client.put(WEB + "config", "memory", "2048", "tags", "b,A;b")
                        .data()
                        .isNull())
                .isTrue();

        assertThat(guest(101).pending()).containsEntry("memory", Optional.of("2048"));
        assertThat(client.get(WEB + "config").data().get("memory").asText()).isEqualTo("2048");
        assertThat(client.get(WEB + "config?current=1").data().get("memory").asText())
                .isEqualTo("1024");
        assertThat(client.get(WEB + "config").data().get("tags").asText())
                .as("tags are normalized and take effect at once")
                .isEqualTo("a;b");
        JsonNode memory = pending("memory");
        assertThat(memory.get("value").asText()).isEqualTo("1024");
        assertThat(memory.get("pending").asText()).isEqualTo("2048");

        client.put(WEB + "config", "revert", "memory");
        assertThat(guest(101).pending()).isEmpty();
        client.put(WEB + "config", "delete", "cores");
        assertThat(pending("cores").get("delete").asInt()).isEqualTo(1);
        client.run(WEB + "status/stop");
        assertThat(guest(101).config()).doesNotContainKey("cores");
    }

    private JsonNode pending(String key) throws IOException {
        for (JsonNode entry : client.get(WEB + "pending").data()) {
            if (entry.get("key").asText().equals(key)) {
                return entry;
            }
        }
        throw new AssertionError("nothing about " + key);
    }

    @Test
    void deletionsAreChecked() throws IOException {
        assertThat(client.put(BUILD + "config", "delete", "cores,nonsense").error("delete"))
                .isEqualTo("unknown option 'nonsense'");
        assertThat(client.put(BUILD + "config", "delete", "cores", "cores", "2").error("delete"))
                .isEqualTo("you can't use '-cores' and -delete cores' at the same time");
        assertThat(client.put(TOOLS + "config", "delete", "rootfs").statusLine())
                .isEqualTo("500 unable to delete required option 'rootfs'");
        assertThat(client.put(BUILD + "config").statusLine()).isEqualTo("500 no options specified");
        assertThat(client.put(BUILD + "config", "delete", "tags").status())
                .as("deleting what is not set")
                .isEqualTo(200);
    }

    @Test
    void networkDeviceWithoutMacGetsANewOne() throws IOException {
        String before = guest(102).config().get("net0");
        client.put(BUILD + "config", "net0", "virtio,bridge=vmbr0,tag=5");

        assertThat(guest(102).config().get("net0"))
                .matches("virtio=BC:24:11(:[0-9A-F]{2}){3},bridge=vmbr0,tag=5")
                .isNotEqualTo(before);
        client.put(BUILD + "config", "net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0");
        assertThat(guest(102).config()).containsEntry("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0");
    }

    @Test
    void newDiskIsAllocatedAndTheOldOneIsUnused() throws IOException {
        client.put(BUILD + "config", "scsi0", "local-lvm:4,discard=on");
        assertThat(guest(102).config())
                .containsEntry("scsi0", "local-lvm:vm-102-disk-1,discard=on,size=4G")
                .containsEntry("unused0", "local-lvm:vm-102-disk-0");

        client.put(BUILD + "config", "scsi1", "local-lvm:vm-102-disk-0");
        assertThat(guest(102).config())
                .containsEntry("scsi1", "local-lvm:vm-102-disk-0,size=2G")
                .doesNotContainKey("unused0");
        client.put(BUILD + "config", "delete", "scsi1");
        client.put(BUILD + "config", "delete", "unused0");
        assertThat(proxmox.cluster().volumes())
                .noneMatch(volume -> volume.volid().equals("local-lvm:vm-102-disk-0"));
        assertThat(client.put(BUILD + "config", "scsi1", "local-lvm:vm-102-disk-9")
                        .statusLine())
                .isEqualTo("500 volume 'local-lvm:vm-102-disk-9' does not exist");
    }

    @Test
    void changeMayRunInATask() throws IOException {
        var task = client.run(BUILD + "config", "cores", "2");
        assertThat(task.type()).isEqualTo("qmconfig");
        assertThat(task.log()).containsExactly("update VM 102: -cores 2", "TASK OK");
        assertThat(guest(102).config()).containsEntry("cores", "2");

        assertThat(client.post(BUILD + "config", "cores", "3", "background_delay", "30")
                        .data()
                        .isNull())
                .isTrue();
        proxmox.faults().task("qmconfig").fails("no");
        assertThat(client.post(BUILD + "config", "cores", "4", "background_delay", "30")
                        .statusLine())
                .isEqualTo("500 failed to update VM 102: no");
        assertThat(guest(102).config()).containsEntry("cores", "3");
    }

    @Test
    void rootItselfMayTakeLocksAway() throws IOException {
        JsonNode login = RawClient.anonymous(proxmox)
                .post("/access/ticket", "username", "root@pam", "password", proxmox.password())
                .data();
        RawClient root = RawClient.anonymous(proxmox)
                .header("Cookie", "PVEAuthCookie=" + login.get("ticket").asText())
                .header("CSRFPreventionToken", login.get("CSRFPreventionToken").asText());
        assertThat(root.put(BUILD + "config", "lock", "backup").status()).isEqualTo(200);
        assertThat(client.put(BUILD + "config", "cores", "2").statusLine()).isEqualTo("500 VM is locked (backup)");

        assertThat(root.put(BUILD + "config", "delete", "lock", "skiplock", "1").status())
                .isEqualTo(200);
        assertThat(guest(102).lock()).isEmpty();
    }

    @Test
    void disksGrowButDoNotShrink() throws IOException {
        assertThat(client.put(BUILD + "resize", "disk", "scsi0", "size", "+1G").upid())
                .contains(":resize:102:");
        proxmox.tasks().awaitAll();
        assertThat(guest(102).config().get("scsi0")).endsWith("size=3G");
        assertThat(resize(BUILD, "scsi0", "1G")).contains("shrinking disks is not supported");
        assertThat(resize(BUILD, "scsi0", "3G")).contains("OK");
        assertThat(resize(BUILD, "scsi5", "+1G")).contains("disk 'scsi5' does not exist");
        assertThat(resize(TOOLS, "rootfs", "2G")).contains("disk is already at specified size");
        assertThat(resize(TOOLS, "rootfs", "1G")).contains("unable to shrink disk size");
        assertThat(resize(TOOLS, "rootfs", "4G")).contains("OK");
    }

    private Optional<String> resize(String path, String disk, String size) throws IOException {
        String upid = client.put(path + "resize", "disk", disk, "size", size).upid();
        return proxmox.tasks().await(upid).exitStatus();
    }

    @Test
    void guestsBecomeTemplates() throws IOException {
        assertThat(client.run(BUILD + "template").exitStatus()).contains("OK");
        assertThat(guest(102).isTemplate()).isTrue();
        assertThat(guest(102).config().get("scsi0")).startsWith("local-lvm:base-102-disk-0");
        assertThat(client.post(BUILD + "template").statusLine())
                .isEqualTo("500 you can't convert a template to a template");
        assertThat(client.post(WEB + "template").statusLine())
                .isEqualTo("500 you can't convert a VM to template if VM is running");
        assertThat(client.post("/nodes/pve1/lxc/201/template").statusLine())
                .isEqualTo("500 you can't convert a CT to template if the CT is running");

        assertThat(client.post(TOOLS + "template").data().isNull())
                .as("the call does not tell of its task")
                .isTrue();
        assertThat(proxmox.tasks()
                        .awaitTask(task -> task.type().equals("vztemplate") && !task.isRunning())
                        .exitStatus())
                .contains("OK");
        assertThat(guest(202).isTemplate()).isTrue();
    }

    @Test
    void guestsMigrateWithTheirVolumes() throws IOException {
        assertThat(client.run(BUILD + "migrate", "target", "pve1").exitStatus()).contains("OK");
        assertThat(guest(102).node()).isEqualTo("pve1");
        assertThat(client.run("/nodes/pve1/qemu/102/status/start").exitStatus()).contains("OK");
        assertThat(client.post("/nodes/pve1/qemu/102/migrate", "target", "pve2").statusLine())
                .isEqualTo("500 can't migrate running VM without --online");
        assertThat(client.run("/nodes/pve1/qemu/102/migrate", "target", "pve2", "online", "1", "with-local-disks", "1")
                        .exitStatus())
                .contains("OK");
        assertThat(guest(102).status()).isEqualTo("running");
        assertThat(client.post(TOOLS + "migrate", "target", "pve2").error("target"))
                .isEqualTo("target is local node.");
    }
}

package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.EmbeddedTasks.EmbeddedTask;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineCloneTest extends EmbeddedTest {
    private static final String CLONE = "/nodes/pve1/qemu/9000/clone";

    @Test
    void linkedCloneCopiesTheSettings() throws IOException {
        guest(9000).tags("base", "ci").description("the template").protectedGuest();
        EmbeddedTask task = client.run(CLONE, "newid", "300", "name", "agent-1");

        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.id()).as("the number of the source").isEqualTo("9000");
        assertThat(task.log())
                .containsExactly(
                        "create full clone of drive ide2 (local-lvm:vm-9000-cloudinit)",
                        "  Logical volume \"vm-300-cloudinit\" created.",
                        "create linked clone of drive scsi0 (local-lvm:base-9000-disk-0)",
                        "  Logical volume \"vm-300-disk-0\" created.",
                        "TASK OK");
        EmbeddedGuest clone = guest(300);
        assertThat(clone.name()).isEqualTo("agent-1");
        assertThat(clone.isTemplate()).isFalse();
        assertThat(clone.lock()).isEmpty();
        assertThat(clone.config())
                .containsEntry("tags", "base;ci")
                .containsEntry("description", "the template")
                .containsEntry("protection", "1")
                .containsEntry("scsi0", "local-lvm:vm-300-disk-0,size=2G");
        assertThat(clone.config().get("net0"))
                .startsWith("virtio=BC:24:11:")
                .endsWith(",bridge=vmbr0")
                .isNotEqualTo(guest(9000).config().get("net0"));
        assertThat(clone.config().get("smbios1"))
                .isNotEqualTo(guest(9000).config().get("smbios1"));
    }

    @Test
    void nameAndDescriptionAreOptional() throws IOException {
        client.run(CLONE, "newid", "300", "description", "mine");

        assertThat(guest(300).name()).isEqualTo("Copy-of-VM-debian-12");
        assertThat(guest(300).config()).containsEntry("description", "mine");
    }

    @Test
    void fullCloneMayGoToAnotherStorageAndNode() throws IOException {
        proxmox.cluster()
                .addVirtualMachine("pve1", 300, "shared")
                .storage("nfs")
                .set("tags", "x");
        EmbeddedTask task = client.run(
                "/nodes/pve1/qemu/300/clone", "newid", "301", "target", "pve2", "storage", "nfs", "format", "raw");

        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.log()).contains("transferred 2.0 GiB of 2.0 GiB (100.00%)");
        assertThat(guest(301).node()).isEqualTo("pve2");
        assertThat(guest(301).config()).containsEntry("scsi0", "nfs:301/vm-301-disk-0.raw,size=2G");
    }

    @Test
    void linkedCloneOnFilesHangsOnItsBase() throws IOException {
        proxmox.cluster().addVirtualMachine("pve1", 300, "base").storage("nfs").template();
        client.run("/nodes/pve1/qemu/300/clone", "newid", "301");

        assertThat(guest(301).config())
                .containsEntry("scsi0", "nfs:300/base-300-disk-0.qcow2/301/vm-301-disk-0.qcow2,size=2G");
        assertThat(client.runDelete("/nodes/pve1/qemu/300").exitStatus())
                .contains("base volume 'nfs:300/base-300-disk-0.qcow2' is still in use by linked cloned");
        assertThat(client.runDelete("/nodes/pve1/qemu/301").exitStatus()).contains("OK");
        assertThat(client.runDelete("/nodes/pve1/qemu/300").exitStatus()).contains("OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nodes/pve1/qemu/999/clone | newid=998 | unable to find configuration file for VM 999 on node 'pve1'",
                "/nodes/pve1/qemu/9000/clone | newid=101 | unable to create VM 101: config file already exists",
                "/nodes/pve1/qemu/9000/clone | newid=300&full=0&storage=nfs | parameter 'storage' not allowed for"
                        + " linked clones",
                "/nodes/pve1/qemu/101/clone | newid=300&full=0 | Linked clone feature is not supported for"
                        + " 'local-lvm:vm-101-disk-0' (scsi0)",
                "/nodes/pve1/qemu/9000/clone | newid=300&target=nope | no such cluster node 'nope'",
                "/nodes/pve1/qemu/9000/clone | newid=300&target=pve2 | can't clone VM to node 'pve2' (VM uses local"
                        + " storage)",
                "/nodes/pve1/qemu/9000/clone | newid=300&snapname=nope&full=1 | snapshot 'nope' does not exist",
                "/nodes/pve1/qemu/9000/clone | newid=300&full=1&storage=nope | storage 'nope' does not exist"
            })
    void impossibleClonesAreRefusedAtOnce(String path, String parameters, String text) throws IOException {
        RawReply reply = client.send("POST", "/api2/json" + path, parameters);

        assertThat(reply.statusLine()).isEqualTo("500 " + text);
        assertThat(proxmox.tasks().all()).isEmpty();
    }

    @Test
    void numberOnAnotherNodeIsNoticedInTheTask() throws IOException {
        EmbeddedTask task = client.run(CLONE, "newid", "102");

        assertThat(task.exitStatus())
                .contains("close (rename) atomic file '/etc/pve/nodes/pve1/qemu-server/102.conf' failed: File exists");
        assertThat(guest(102).name()).isEqualTo("build");
    }

    @Test
    void cloneIsLockedAndUnmarkedWhileItIsMade() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            String upid =
                    client.post(CLONE, "newid", "300", "description", "mark").upid();
            proxmox.cluster().await(cluster -> cluster.guest(300).isPresent());

            JsonNode config = client.get("/nodes/pve1/qemu/300/config").data();
            assertThat(config.size()).isEqualTo(3);
            assertThat(config.get("description").asText()).isEqualTo(" qmclone temporary file");
            assertThat(config.get("lock").asText()).isEqualTo("clone");
            assertThat(client.get("/nodes/pve1/qemu/300/status/current")
                            .data()
                            .get("lock")
                            .asText())
                    .isEqualTo("clone");
            String start = client.post("/nodes/pve1/qemu/300/status/start").upid();
            assertThat(proxmox.tasks()
                            .awaitTask(task ->
                                    task.upid().equals(start) && !task.log().isEmpty())
                            .log())
                    .containsExactly("trying to acquire lock...");

            hold.release();
            assertThat(proxmox.tasks().await(upid).exitStatus()).contains("OK");
            assertThat(proxmox.tasks().await(start).log())
                    .containsExactly("trying to acquire lock...", " OK", "generating cloud-init ISO", "TASK OK");
            assertThat(guest(300).config()).containsEntry("description", "mark");
        }
    }

    /** Both are told of a task; the one that comes second loses in its task, and the winner keeps its machine. */
    @Test
    void raceForOneNumberHasOneWinner() throws IOException {
        Hold start = proxmox.tasks().holdStart("qmclone");
        String first = client.post(CLONE, "newid", "300", "name", "one").upid();
        String second = client.post(CLONE, "newid", "300", "name", "two").upid();
        start.release();

        List<EmbeddedTask> ended = Stream.of(first, second)
                .map(upid -> proxmox.tasks().await(upid))
                .toList();
        assertThat(ended.get(0).exitStatus()).contains("OK");
        assertThat(ended.get(1).exitStatus()).contains("unable to create VM 300: config file already exists");
        assertThat(guest(300).name()).isEqualTo("one");
        assertThat(guest(300).lock()).isEmpty();
    }

    @Test
    void templateIsClonedManyTimesAtOnce() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            List<String> upids = List.of(
                    client.post(CLONE, "newid", "300").upid(),
                    client.post(CLONE, "newid", "301").upid(),
                    client.post(CLONE, "newid", "302").upid());
            proxmox.cluster()
                    .await(cluster -> Stream.of(300, 301, 302)
                            .allMatch(vmid -> cluster.guest(vmid).isPresent()));
            hold.release();

            assertThat(upids)
                    .allMatch(upid -> proxmox.tasks()
                            .await(upid)
                            .exitStatus()
                            .filter("OK"::equals)
                            .isPresent());
        }
    }

    @Test
    void failedCloneLeavesNothingBehind() throws IOException {
        int volumes = proxmox.cluster().volumes().size();
        proxmox.faults().task("qmclone").fails("clone failed: no space left");

        assertThat(client.run(CLONE, "newid", "300").exitStatus()).contains("clone failed: no space left");
        assertThat(proxmox.cluster().guest(300)).isEmpty();
        assertThat(proxmox.cluster().volumes()).hasSize(volumes);
    }

    @Test
    void snapshotIsCloned() throws IOException {
        client.run("/nodes/pve1/qemu/101/snapshot", "snapname", "before");
        client.put("/nodes/pve1/qemu/101/config", "tags", "after");

        assertThat(client.run("/nodes/pve1/qemu/101/clone", "newid", "300", "snapname", "before", "full", "0")
                        .exitStatus())
                .contains("OK");
        assertThat(guest(300).config()).doesNotContainKey("tags");
        assertThat(guest(300).snapshots()).isEmpty();
    }

    @Test
    void lockedSourceIsNotCloned() throws IOException {
        guest(9000).lock("backup");

        assertThat(client.post(CLONE, "newid", "300").statusLine()).isEqualTo("500 VM is locked (backup)");
    }
}

package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupTest extends EmbeddedTest {
    private static final String VZDUMP = "/nodes/pve1/vzdump";
    private static final String CONTENT = "/nodes/pve1/storage/nfs/content";

    private List<String> archives() {
        return proxmox.cluster().archives().stream().map(Volume::volid).toList();
    }

    @Test
    void archiveIsNamedInTheLogAndListedAsAVolume() throws IOException {
        var task = client.run(
                VZDUMP,
                "vmid",
                "101",
                "storage",
                "nfs",
                "compress",
                "zstd",
                "mode",
                "snapshot",
                "notes-template",
                "run 7 of {{guestname}} ({{vmid}}) on {{node}}\\nsecond line",
                "protected",
                "1");

        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.id()).isEqualTo("101");
        String volid = archives().get(0);
        assertThat(volid).matches("nfs:backup/vzdump-qemu-101-\\d{4}_\\d\\d_\\d\\d-\\d\\d_\\d\\d_\\d\\d\\.vma\\.zst");
        String file = "/mnt/pve/nfs/dump/" + volid.replaceFirst(".*/", "");
        assertThat(task.log())
                .contains(
                        "INFO: Starting Backup of VM 101 (qemu)",
                        "INFO: status = running",
                        "INFO: VM Name: web",
                        "INFO: backup mode: snapshot",
                        "INFO: creating vzdump archive '" + file + "'",
                        "INFO: Backup job finished successfully")
                .anyMatch(line -> line.matches("INFO: Finished Backup of VM 101 \\(\\d\\d:\\d\\d:\\d\\d\\)"))
                .endsWith("TASK OK");

        JsonNode entry = client.get(CONTENT + "?content=backup&vmid=101").data().get(0);
        assertThat(entry.get("volid").asText()).isEqualTo(volid);
        assertThat(entry.get("subtype").asText()).isEqualTo("qemu");
        assertThat(entry.get("format").asText()).isEqualTo("vma.zst");
        assertThat(entry.get("size").asLong()).isPositive();
        assertThat(entry.get("ctime").asLong()).isPositive();
        assertThat(entry.get("protected").asInt()).isEqualTo(1);
        assertThat(entry.get("notes").asText()).isEqualTo("run 7 of web (101) on pve1");
        JsonNode facts = client.get(CONTENT + "/" + volid).data();
        assertThat(facts.get("notes").asText()).endsWith("on pve1\nsecond line");
        assertThat(facts.get("path").asText()).isEqualTo(file);
        assertThat(client.get(CONTENT + "?content=backup&vmid=102").data()).isEmpty();
        assertThat(client.get("/nodes/pve1/storage/local/content?content=backup")
                        .data())
                .isEmpty();
    }

    @Test
    void containersAreArchivesOfAnotherKind() throws IOException {
        assertThat(client.run(VZDUMP, "vmid", "201", "storage", "nfs").exitStatus())
                .contains("OK");

        assertThat(archives().get(0)).matches("nfs:backup/vzdump-lxc-201-.*\\.tar");
        assertThat(client.get(CONTENT).data().get(0).get("subtype").asText()).isEqualTo("lxc");
    }

    @Test
    void guestsOfOtherNodesAreLeftOutWithoutAWord() throws IOException {
        assertThat(client.post(VZDUMP, "vmid", "102").data().asText()).isEqualTo("OK");
        assertThat(proxmox.tasks().all()).isEmpty();

        var task = client.run(VZDUMP, "vmid", "101,102,201", "storage", "nfs");
        assertThat(task.id()).as("of a job for several guests").isEmpty();
        assertThat(archives()).hasSize(2);
    }

    @Test
    void allOrAPoolAreBackedUp() throws IOException {
        client.run(VZDUMP, "all", "1", "exclude", "9000,9001", "storage", "nfs");
        assertThat(archives()).hasSize(2);

        guest(201).pool("ci");
        client.run(VZDUMP, "pool", "ci", "storage", "nfs");
        assertThat(archives()).hasSize(3).element(2).asString().contains("-lxc-201-");
    }

    @Test
    void jobGoesOnAfterAFailureAndFailsAtItsEnd() throws IOException {
        guest(101).lock("snapshot");
        var task = client.run(VZDUMP, "vmid", "101,999,201", "storage", "nfs");

        assertThat(task.exitStatus()).contains("job errors");
        assertThat(task.log())
                .contains("ERROR: Backup of VM 101 failed - VM is locked (snapshot)")
                .contains("INFO: Backup job finished with errors")
                .anyMatch(line -> line.startsWith("ERROR: Backup of VM 999 failed"))
                .endsWith("TASK ERROR: job errors");
        assertThat(archives()).hasSize(1);
        assertThat(guest(101).lock()).as("the lock of somebody else").contains("snapshot");
    }

    @Test
    void guestIsLockedAndAStoppedMachineIsInPrelaunchMeanwhile() throws IOException {
        try (Hold hold = proxmox.tasks().hold("vzdump")) {
            String upid = client.post("/nodes/pve2/vzdump", "vmid", "102", "storage", "nfs")
                    .upid();
            proxmox.cluster().await(cluster -> guest(102).lock().isPresent());

            JsonNode current = client.get("/nodes/pve2/qemu/102/status/current").data();
            assertThat(current.get("lock").asText()).isEqualTo("backup");
            assertThat(current.get("status").asText()).isEqualTo("running");
            assertThat(current.get("qmpstatus").asText()).isEqualTo("prelaunch");
            String locked = "500 VM is locked (backup)";
            assertThat(client.put("/nodes/pve2/qemu/102/config", "cores", "2").statusLine())
                    .isEqualTo(locked);
            assertThat(client.post("/nodes/pve2/qemu/102/config", "cores", "2").statusLine())
                    .isEqualTo(locked);
            assertThat(client.post("/nodes/pve2/qemu/102/clone", "newid", "300").statusLine())
                    .isEqualTo(locked);
            assertThat(client.run("/nodes/pve2/qemu/102/snapshot", "snapname", "no")
                            .exitStatus())
                    .contains("VM is locked (backup)");

            hold.release();
            assertThat(proxmox.tasks().await(upid).exitStatus()).contains("OK");
            assertThat(guest(102).status()).isEqualTo("stopped");
            assertThat(guest(102).lock()).isEmpty();
        }
    }

    @Test
    void oneJobOfANodeWaitsForTheOther() throws IOException {
        try (Hold hold = proxmox.tasks().hold("vzdump")) {
            String first = client.post(VZDUMP, "vmid", "101", "storage", "nfs").upid();
            String second = client.post(VZDUMP, "vmid", "201", "storage", "nfs").upid();
            proxmox.tasks()
                    .awaitTask(task -> task.upid().equals(second)
                            && task.log().contains("INFO: trying to get global lock - waiting..."));
            hold.release();

            assertThat(proxmox.tasks().await(first).exitStatus()).contains("OK");
            assertThat(proxmox.tasks().await(second).log()).contains("INFO: got global lock");
        }
    }

    @Test
    void abortedJobLeavesNoLockAndNoArchive() throws IOException {
        try (Hold hold = proxmox.tasks().hold("vzdump")) {
            String upid = client.post(VZDUMP, "vmid", "101", "storage", "nfs").upid();
            proxmox.cluster().await(cluster -> guest(101).lock().isPresent());
            client.delete("/nodes/pve1/tasks/" + upid);

            assertThat(guest(101).lock()).isEmpty();
            assertThat(guest(101).status()).isEqualTo("running");
            assertThat(archives()).isEmpty();
            hold.release();
        }
    }

    @Test
    void olderBackupsArePrunedOnRequestUnlessProtected() throws IOException {
        client.run(VZDUMP, "vmid", "101", "storage", "nfs", "protected", "1");
        client.run(VZDUMP, "vmid", "101", "storage", "nfs");
        client.run(VZDUMP, "vmid", "101", "storage", "nfs", "prune-backups", "keep-last=1", "remove", "0");
        assertThat(archives()).hasSize(3);

        client.run(VZDUMP, "vmid", "101", "storage", "nfs", "prune-backups", "keep-last=1");
        assertThat(proxmox.cluster().archives()).hasSize(2).anyMatch(Volume::isProtected);
    }

    @Test
    void backupsAreDeletedAndProtected() throws IOException {
        client.run(VZDUMP, "vmid", "101", "storage", "nfs");
        String path = CONTENT + "/" + archives().get(0);
        assertThat(client.put(path, "protected", "1", "notes", "keep").status()).isEqualTo(200);
        assertThat(client.runDelete(path).exitStatus())
                .contains("cannot remove protected volume '" + archives().get(0) + "' on 'nfs'");
        assertThat(client.get(path).data().get("notes").asText()).isEqualTo("keep");

        client.put(path, "protected", "0");
        String volid = archives().get(0);
        var task = client.runDelete(path.replace(":", "%3A"));
        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.type()).isEqualTo("imgdel");
        assertThat(task.id()).isEqualTo("101@nfs");
        assertThat(archives()).isEmpty();
        assertThat(client.runDelete(path).exitStatus())
                .as("deleting it once more")
                .contains("OK");
        assertThat(client.get(path).statusLine())
                .isEqualTo("500 volume_size_info on '" + volid + "' failed - no format");
        assertThat(client.delete(path + "?delay=5").data().isNull()).isTrue();
    }

    @Test
    void parametersAreChecked() throws IOException {
        assertThat(client.post(VZDUMP, "vmid", "101", "all", "1").error("all"))
                .isEqualTo("option conflicts with option 'vmid'");
        assertThat(client.post(VZDUMP, "vmid", "101", "storage", "nope").statusLine())
                .isEqualTo("500 storage 'nope' does not exist");
        assertThat(client.run(VZDUMP, "vmid", "101", "storage", "local-lvm").exitStatus())
                .contains("could not get storage information for 'local-lvm': can't use storage 'local-lvm'"
                        + " for backups - wrong content type");
        assertThat(client.post(VZDUMP, "vmid", "101", "notes-template", "x").error("storage"))
                .isEqualTo("missing property - 'notes-template' requires this property");
        assertThat(client.post(VZDUMP, "vmid", "101", "mode", "live").error("mode"))
                .contains("does not have a value in the enumeration 'snapshot, suspend, stop'");
    }

    @Test
    void rightsAreCheckedInTheTask() throws IOException {
        proxmox.access()
                .addUser("backup@pve", "secret-backup")
                .grant("backup@pve", "/storage", "Datastore.AllocateSpace")
                .grant("backup@pve", "/vms/201", "VM.Backup");
        RawClient limited = RawClient.withToken(proxmox, proxmox.access().addToken("backup@pve", "t", false));

        assertThat(limited.run(VZDUMP, "vmid", "101", "storage", "nfs").exitStatus())
                .contains("403 Permission check failed (/vms/101, VM.Backup)");
        assertThat(limited.run(VZDUMP, "all", "1", "storage", "nfs").exitStatus())
                .contains("OK");
        assertThat(archives()).hasSize(1);
        client.run(VZDUMP, "vmid", "101", "storage", "nfs");
        assertThat(RawClient.texts(limited.get(CONTENT), "vmid"))
                .as("only what may be restored")
                .containsExactly("201");
    }

    @Test
    void machineIsRestoredToANewNumber() throws IOException {
        client.put("/nodes/pve1/qemu/101/config", "tags", "kept");
        client.run(VZDUMP, "vmid", "101", "storage", "nfs", "compress", "zstd");
        var task = client.run(
                "/nodes/pve2/qemu",
                "vmid",
                "300",
                "archive",
                archives().get(0),
                "unique",
                "1",
                "storage",
                "nfs",
                "name",
                "restored",
                "start",
                "1");

        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.type()).isEqualTo("qmrestore");
        assertThat(task.log())
                .anyMatch(line -> line.startsWith("restore vma archive: zstd -q -d -c /mnt/pve/nfs/dump/"))
                .contains("progress 100% (read 2147483648 bytes, duration 0 sec)");
        proxmox.tasks().awaitAll();
        EmbeddedGuest restored = guest(300);
        assertThat(restored.name()).isEqualTo("restored");
        assertThat(restored.status()).isEqualTo("running");
        assertThat(restored.config())
                .containsEntry("tags", "kept")
                .containsEntry("scsi0", "nfs:300/vm-300-disk-0.qcow2,size=2G")
                .doesNotContainKey("lock");
        assertThat(restored.config().get("net0"))
                .isNotEqualTo(guest(101).config().get("net0"));
    }

    @Test
    void restoreOverAGuestNeedsForceAndAStoppedGuest() throws IOException {
        client.run(VZDUMP, "vmid", "101", "storage", "nfs");
        client.run(VZDUMP, "vmid", "201", "storage", "nfs");
        String machine = archives().get(0);
        String container = archives().get(1);

        assertThat(client.post("/nodes/pve1/qemu", "vmid", "101", "archive", machine)
                        .statusLine())
                .isEqualTo("500 unable to restore VM 101 - VM 101 already exists on node 'pve1'");
        assertThat(client.post("/nodes/pve1/qemu", "vmid", "101", "archive", machine, "force", "1")
                        .statusLine())
                .isEqualTo("500 unable to restore VM 101 - vm is running");
        client.run("/nodes/pve1/qemu/101/status/stop");
        client.put("/nodes/pve1/qemu/101/config", "name", "changed");
        assertThat(client.run("/nodes/pve1/qemu", "vmid", "101", "archive", machine, "force", "1")
                        .exitStatus())
                .contains("OK");
        assertThat(guest(101).name()).isEqualTo("web");

        assertThat(client.post("/nodes/pve1/lxc", "vmid", "300", "ostemplate", container, "restore", "1")
                        .error("storage"))
                .isEqualTo("storage 'local' does not support container directories");
        assertThat(client.run(
                                "/nodes/pve1/lxc",
                                "vmid",
                                "300",
                                "ostemplate",
                                container,
                                "restore",
                                "1",
                                "storage",
                                "local-lvm",
                                "hostname",
                                "again")
                        .exitStatus())
                .contains("OK");
        assertThat(guest(300).name()).isEqualTo("again");
        assertThat(guest(300).type()).isEqualTo("lxc");
    }

    @Test
    void restoredTemplateIsATemplate() throws IOException {
        client.run(VZDUMP, "vmid", "9000", "storage", "nfs");
        client.run("/nodes/pve1/qemu", "vmid", "300", "archive", archives().get(0));

        assertThat(guest(300).isTemplate()).isTrue();
        assertThat(client.run("/nodes/pve1/qemu/300/clone", "newid", "301").exitStatus())
                .isEqualTo(Optional.of("OK"));
    }

    @Test
    void missingArchiveIsRefused() throws IOException {
        String archive = "nfs:backup/vzdump-qemu-101-2026_01_01-00_00_00.vma";

        assertThat(client.post("/nodes/pve1/qemu", "vmid", "300", "archive", archive)
                        .statusLine())
                .isEqualTo("500 volume '" + archive + "' does not exist");
    }
}

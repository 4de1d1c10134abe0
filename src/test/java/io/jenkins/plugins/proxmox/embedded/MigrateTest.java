package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.EmbeddedTasks.EmbeddedTask;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrateTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101/migrate";
    private static final String BUILD = "/nodes/pve2/qemu/102/migrate";
    private static final String CACHE = "/nodes/pve1/lxc/201/migrate";

    private void assertAborted(EmbeddedTask task, String reason) {
        assertThat(task.exitStatus()).contains("migration aborted");
        assertThat(task.log())
                .anyMatch(line -> line.startsWith("ERROR: migration aborted (duration 00:00:00): " + reason));
        assertThat(proxmox.cluster().guests()).allMatch(guest -> guest.lock().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"V7, true, false", "V8, true, true", "V9, true, true"})
    void preconditionsTellOfLocalDisks(PveVersion version, boolean off, boolean running) throws IOException {
        try (EmbeddedProxmox other = EmbeddedProxmox.builder().version(version).start();
                RawClient caller = RawClient.of(other)) {
            JsonNode build = caller.get(BUILD + "?target=pve1").data();
            assertThat(build.get("running").asInt()).isZero();
            assertThat(build.at("/local_disks/0/volid").asText()).isEqualTo("local-lvm:vm-102-disk-0");
            assertThat(build.has("allowed_nodes")).isEqualTo(off);
            assertThat(build.at("/allowed_nodes/0").asText()).isEqualTo("pve1");
            JsonNode web = caller.get(WEB).data();
            assertThat(web.get("running").asInt()).isEqualTo(1);
            assertThat(web.has("allowed_nodes")).isEqualTo(running);
            RawReply container = caller.get(CACHE);
            assertThat(container.status()).isEqualTo(version == PveVersion.V9 ? 200 : 501);
            if (version == PveVersion.V9) {
                assertThat(container.data().at("/allowed-nodes/0").asText()).isEqualTo("pve2");
            }
        }
    }

    @Test
    void liveMigrationWithLocalDisksHasToBeWanted() throws IOException {
        assertThat(client.post(WEB, "target", "pve2").statusLine())
                .isEqualTo("500 can't migrate running VM without --online");
        EmbeddedTask task = client.run(WEB, "target", "pve2", "online", "1");
        assertAborted(task, "Problem found while scanning volumes - can't migrate VM - check log");
        assertThat(task.log())
                .contains("can't migrate local disk 'local-lvm:vm-101-disk-0':"
                        + " can't live migrate attached local disks without with-local-disks option");
        assertThat(client.run(WEB, "target", "pve2", "online", "1", "with-local-disks", "1")
                        .exitStatus())
                .contains("OK");
        assertThat(guest(101).node()).isEqualTo("pve2");
        assertThat(guest(101).status()).isEqualTo("running");
    }

    @Test
    void unknownNodesAreRefusedAndOfflineOnesFailInTheTask() throws IOException {
        assertThat(client.post(BUILD, "target", "nope").statusLine()).isEqualTo("500 no such cluster node 'nope'");
        assertThat(client.post(BUILD, "target", "pve2").error("target")).isEqualTo("target is local node.");
        proxmox.cluster().nodeOffline("pve2");
        assertAborted(
                client.run("/nodes/pve1/qemu/9000/migrate", "target", "pve2"),
                "Can't connect to destination address using public key");
    }

    @Test
    void snapshotsOnLocalStoragesStay() throws IOException {
        client.run("/nodes/pve2/qemu/102/snapshot", "snapname", "one");
        EmbeddedTask task = client.run(BUILD, "target", "pve1");
        assertAborted(task, "Problem found");
        assertThat(task.log())
                .contains("can't migrate local disk 'local-lvm:vm-102-disk-0': non-migratable snapshot exists");
        client.run("/nodes/pve1/qemu/101/snapshot", "snapname", "one");
        assertThat(client.run(WEB, "target", "pve2", "online", "1", "with-local-disks", "1")
                        .log())
                .contains("can't migrate local disk 'local-lvm:vm-101-disk-0':"
                        + " online storage migration not possible if non-replicated snapshot exists");
        client.run("/nodes/pve2/lxc/202/snapshot", "snapname", "one");
        assertAborted(client.run("/nodes/pve2/lxc/202/migrate", "target", "pve1"), "can't migrate CT - check log");
    }

    @Test
    void linkedClonesOnLocalStoragesStayToo() throws IOException {
        proxmox.cluster().addStorage(new Storage("files", "dir", Set.of("images"), false, 1L << 40));
        proxmox.cluster()
                .addVirtualMachine("pve1", 300, "base")
                .storage("files")
                .template();
        client.run("/nodes/pve1/qemu/300/clone", "newid", "301");

        assertAborted(
                client.run("/nodes/pve1/qemu/301/migrate", "target", "pve2"),
                "Problem found while scanning volumes - can't migrate"
                        + " 'files:300/base-300-disk-0.qcow2/301/vm-301-disk-0.qcow2' as it's a clone of"
                        + " 'base-300-disk-0.qcow2'");
        assertThat(client.run("/nodes/pve1/qemu/300/migrate", "target", "pve2").log())
                .contains("can't migrate local disk 'files:300/base-300-disk-0.qcow2': referenced by linked clone(s)");
        client.run("/nodes/pve1/qemu/9000/clone", "newid", "302");
        assertThat(client.run("/nodes/pve1/qemu/302/migrate", "target", "pve2").exitStatus())
                .as("thin volumes do not depend on their base")
                .contains("OK");
    }

    @Test
    void disksMayChangeTheirStorageOnTheWay() throws IOException {
        proxmox.cluster().addStorage(new Storage("other", "dir", Set.of("images", "rootdir"), false, 1L << 40));
        client.run(BUILD, "target", "pve1", "targetstorage", "local-lvm:other");
        assertThat(guest(102).config()).containsEntry("scsi0", "other:102/vm-102-disk-0.raw,size=2G");
        client.run("/nodes/pve2/lxc/202/migrate", "target", "pve1", "target-storage", "other");
        assertThat(guest(202).config()).containsEntry("rootfs", "other:202/vm-202-disk-0.raw,size=2G");
        assertThat(client.post(WEB, "target", "pve2", "online", "1", "targetstorage", "local")
                        .statusLine())
                .isEqualTo("500 storage 'local' does not support vm images");
        assertThat(client.post(CACHE, "target", "pve2", "restart", "1", "target-storage", "nfs")
                        .statusLine())
                .isEqualTo("500 storage 'nfs' does not support CT rootdirs");
        assertThat(client.post(CACHE, "target", "pve2", "targetstorage", "1").error("targetstorage"))
                .isEqualTo("property is not defined in schema and the schema does not allow additional properties");
    }

    @Test
    void runningContainersRestart() throws IOException {
        assertThat(client.post(CACHE, "target", "pve2").statusLine())
                .isEqualTo("500 can't migrate running container without --online or --restart");
        assertAborted(
                client.run(CACHE, "target", "pve2", "online", "1"), "lxc live migration is currently not implemented");
        assertThat(client.run(CACHE, "target", "pve2", "restart", "1").log())
                .contains("shutdown CT 201", "start container on target node");
        assertThat(guest(201).node()).isEqualTo("pve2");
        assertThat(guest(201).status()).isEqualTo("running");
    }

    @Test
    void migrationNeedsItsPrivileges() throws IOException {
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/vms", "VM.Audit");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.get(BUILD).statusLine()).isEqualTo("403 Permission check failed (/vms/102, VM.Migrate)");
        proxmox.access().grant("ci@pve", "/vms", "VM.Migrate");
        assertThat(ci.post(BUILD, "target", "pve1", "force", "1").error("force"))
                .isEqualTo("Only root may use this option.");
        assertThat(ci.post(BUILD, "target", "pve1", "targetstorage", "nfs").statusLine())
                .isEqualTo("403 Permission check failed (/vms/102, VM.Config.Disk)");
        proxmox.access().grant("ci@pve", "/vms", "VM.Config.Disk");
        assertThat(ci.post(BUILD, "target", "pve1", "targetstorage", "nfs").statusLine())
                .isEqualTo("403 Permission check failed (/storage/nfs, Datastore.AllocateSpace)");
    }
}

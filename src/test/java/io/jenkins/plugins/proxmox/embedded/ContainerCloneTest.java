package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContainerCloneTest extends EmbeddedTest {
    private static final String CLONE = "/nodes/pve1/lxc/9001/clone";

    @Test
    void linkedCloneTakesAHostNameAndNewMacs() throws IOException {
        var task = client.run(CLONE, "newid", "300", "hostname", "agent-1", "pool", "ci");

        assertThat(task.exitStatus()).contains("OK");
        assertThat(task.id()).isEqualTo("9001");
        assertThat(task.log())
                .contains("create linked clone of mount point rootfs (local-lvm:base-9001-disk-0)", "TASK OK");
        assertThat(guest(300).name()).isEqualTo("agent-1");
        assertThat(guest(300).pool()).contains("ci");
        assertThat(guest(300).isTemplate()).isFalse();
        assertThat(guest(300).config().get("net0"))
                .startsWith("name=eth0,bridge=vmbr0,hwaddr=BC:24:11:")
                .isNotEqualTo(guest(9001).config().get("net0"));
    }

    @Test
    void cloneLocksItsSource() throws IOException {
        try (Hold hold = proxmox.tasks().hold("vzclone")) {
            String upid = client.post(CLONE, "newid", "300").upid();

            assertThat(client.post(CLONE, "newid", "301").statusLine()).isEqualTo("500 CT is locked (disk)");
            assertThat(client.put("/nodes/pve1/lxc/9001/config", "cores", "2").statusLine())
                    .isEqualTo("500 CT is locked (disk)");
            assertThat(guest(9001).lock()).contains("disk");
            assertThat(guest(300).lock()).contains("create");

            hold.release();
            assertThat(proxmox.tasks().await(upid).exitStatus()).contains("OK");
            assertThat(guest(9001).lock()).isEmpty();
            assertThat(guest(300).lock()).isEmpty();
            assertThat(client.run(CLONE, "newid", "301").exitStatus()).contains("OK");
        }
    }

    @Test
    void failureFreesSourceAndNumber() throws IOException {
        proxmox.faults().task("vzclone").fails("out of space");

        assertThat(client.run(CLONE, "newid", "300").exitStatus()).contains("out of space");
        assertThat(guest(9001).lock()).isEmpty();
        assertThat(proxmox.cluster().guest(300)).isEmpty();
    }

    @Test
    void killedCloneLeavesBothLocks() throws IOException {
        proxmox.faults().task("vzclone").dies();

        assertThat(client.run(CLONE, "newid", "300").exitStatus()).contains("unexpected status");
        assertThat(guest(9001).lock()).contains("disk");
        assertThat(guest(300).lock()).contains("create");
    }

    @Test
    void impossibleClonesAreRefusedAtOnce() throws IOException {
        assertThat(client.post("/nodes/pve1/lxc/201/clone", "newid", "300").statusLine())
                .isEqualTo("500 Cannot do full clones on a running container without snapshots");
        assertThat(client.post("/nodes/pve2/lxc/202/clone", "newid", "300", "full", "0")
                        .statusLine())
                .isEqualTo("500 Linked clone feature for 'local-lvm:vm-202-disk-0' is not available");
        assertThat(client.post(CLONE, "newid", "202").statusLine())
                .isEqualTo("500 CT 202 already exists on node 'pve2'");
        assertThat(client.post(CLONE, "newid", "101").statusLine())
                .isEqualTo("500 VM 101 already exists on node 'pve1'");
        assertThat(client.post(CLONE, "newid", "300", "name", "x").error("name"))
                .startsWith("property is not defined in schema");
        assertThat(client.post(CLONE, "newid", "300", "full", "1", "storage", "nfs")
                        .error("storage"))
                .isEqualTo("storage 'nfs' does not support container directories");
    }
}

package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageTest extends EmbeddedTest {
    private static final String VM = "/nodes/pve1/qemu/300";
    private static final String CT = "/nodes/pve1/lxc/301";
    private static final String CONTENT = "/nodes/pve1/storage/extra/content";

    private void addStorage(String type) {
        proxmox.cluster()
                .addStorage(new Storage("extra", type, Set.of("images", "rootdir"), type.equals("rbd"), 1L << 40));
    }

    private EmbeddedGuest machine(String type) {
        addStorage(type);
        return proxmox.cluster().addVirtualMachine("pve1", 300, "disks").storage("extra");
    }

    private int feature(String path, String query) throws IOException {
        return client.get(path + "/feature?feature=" + query)
                .data()
                .get("hasFeature")
                .asInt();
    }

    @ParameterizedTest
    @CsvSource({
        // type, snapshot, linked clone of a snapshot, full clone of a snapshot
        "dir, 1, 0, 1",
        "lvm, 0, 0, 0",
        "lvmthin, 1, 1, 1",
        "zfspool, 1, 0, 0",
        "rbd, 1, 1, 1",
        "btrfs, 1, 1, 1"
    })
    void featuresDifferPerStorage(String type, int snapshot, int linked, int full) throws IOException {
        machine(type);
        assertThat(feature(VM, "snapshot")).isEqualTo(snapshot);
        assertThat(feature(VM, "copy")).isEqualTo(1);
        assertThat(client.run(VM + "/snapshot", "snapname", "one").exitStatus())
                .contains(snapshot == 1 ? "OK" : "snapshot feature is not available");
        assertThat(feature(VM, "clone&snapname=one")).isEqualTo(linked);
        assertThat(feature(VM, "copy&snapname=one")).isEqualTo(full);
        if (snapshot == 1) {
            assertThat(cloneOf("one", "0")).isEqualTo(linked == 1);
            assertThat(cloneOf("one", "1")).isEqualTo(full == 1);
        }
    }

    private boolean cloneOf(String snapshot, String full) throws IOException {
        RawReply reply = client.post(VM + "/clone", "newid", "31" + full, "snapname", snapshot, "full", full);
        if (reply.status() != 200) {
            assertThat(reply.statusLine())
                    .startsWith("500 " + (full.equals("1") ? "Full" : "Linked")
                            + " clone feature is not supported for a snapshot of 'extra:");
            return false;
        }
        return proxmox.tasks().await(reply.upid()).exitStatus().equals(Optional.of("OK"));
    }

    @ParameterizedTest
    @CsvSource({"dir, true", "lvmthin, true", "zfspool, false", "rbd, true", "btrfs, true"})
    void someStoragesRollBackToTheNewestOnly(String type, boolean older) throws IOException {
        machine(type);
        client.run(VM + "/snapshot", "snapname", "one");
        client.run(VM + "/snapshot", "snapname", "two");
        Optional<String> status = client.run(VM + "/snapshot/one/rollback").exitStatus();
        if (older) {
            assertThat(status).contains("OK");
        } else {
            assertThat(status).contains("can't rollback, 'one' is not most recent snapshot on 'extra:vm-300-disk-0'");
            assertThat(client.run(VM + "/snapshot/two/rollback").exitStatus()).contains("OK");
        }
        assertThat(guest(300).lock()).isEmpty();
    }

    @Test
    void chainsOfVolumesMakeSnapshotsButNoTreesOfThem() throws IOException {
        proxmox.cluster().addStorage(new Storage("extra", "lvm", Set.of("images"), true, 1L << 40, true));
        proxmox.cluster().addVirtualMachine("pve1", 300, "chain").storage("extra");
        assertThat(guest(300).config()).containsEntry("scsi0", "extra:vm-300-disk-0.qcow2,size=2G");
        client.run(VM + "/snapshot", "snapname", "one");
        client.run(VM + "/snapshot", "snapname", "two");
        assertThat(client.run(VM + "/snapshot/one/rollback").exitStatus())
                .contains("can't rollback, 'one' is not most recent snapshot on 'extra:vm-300-disk-0.qcow2'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dir     | extra:300/base-300-disk-0.qcow2/310/vm-310-disk-0.qcow2 | true",
                "lvmthin | extra:vm-310-disk-0                                     | false",
                "zfspool | extra:base-300-disk-0/vm-310-disk-0                     | true",
                "rbd     | extra:base-300-disk-0/vm-310-disk-0                     | true",
                "btrfs   | extra:310/vm-310-disk-0.raw                             | false"
            })
    void linkedClonesOfTemplatesDifferInNameAndBond(String type, String volid, boolean bound) throws IOException {
        machine(type);
        client.run(VM + "/template");
        client.run(VM + "/clone", "newid", "310");
        assertThat(guest(310).config().get("scsi0")).startsWith(volid + ",");
        assertThat(client.runDelete(VM).exitStatus().equals(Optional.of("OK"))).isNotEqualTo(bound);
    }

    @Test
    void thickVolumesAreNoBases() throws IOException {
        machine("lvm");
        assertThat(client.run(VM + "/template").exitStatus()).contains("OK");
        assertThat(guest(300).config()).containsEntry("scsi0", "extra:vm-300-disk-0,size=2G");
        assertThat(client.post(VM + "/clone", "newid", "310").statusLine())
                .isEqualTo("500 Linked clone feature is not supported for 'extra:vm-300-disk-0' (scsi0)");
        proxmox.cluster().addContainer("pve1", 301, "thick").storage("extra");
        client.post(CT + "/template");
        assertThat(proxmox.tasks()
                        .awaitTask(task -> task.type().equals("vztemplate") && !task.isRunning())
                        .exitStatus())
                .contains("Template feature is not available for 'extra:vm-301-disk-0'");
        assertThat(guest(301).isTemplate()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "dir, extra:301/vm-301-disk-0.raw, 0, 0",
        "zfspool, extra:subvol-301-disk-0, 1, 1",
        "rbd, extra:vm-301-disk-0, 1, 1",
        "btrfs, extra:301/vm-301-disk-0.raw, 1, 1"
    })
    void containersUseOtherFormats(String type, String volid, int snapshot, int clone) throws IOException {
        addStorage(type);
        proxmox.cluster().addContainer("pve1", 301, "files").storage("extra");
        assertThat(guest(301).config().get("rootfs")).startsWith(volid);
        assertThat(feature(CT, "snapshot")).isEqualTo(snapshot);
        guest(301).template();
        assertThat(feature(CT, "clone")).isEqualTo(clone);
    }

    @Test
    void disksAttachedAfterASnapshotAreUnusedAfterTheRollback() throws IOException {
        machine("lvmthin");
        client.run(VM + "/snapshot", "snapname", "one");
        client.put(VM + "/config", "scsi1", "extra:1");
        client.run(VM + "/snapshot/one/rollback");
        assertThat(guest(300).config()).doesNotContainKey("scsi1").containsEntry("unused0", "extra:vm-300-disk-1");
    }

    @Test
    void destroyTakesTheVolumesOfSnapshotsAlong() throws IOException {
        machine("lvmthin");
        client.run(VM + "/snapshot", "snapname", "one");
        guest(300).set("scsi0", "none,media=cdrom");
        client.runDelete(VM);
        assertThat(proxmox.cluster().volumes()).extracting(Volume::volid).noneMatch(id -> id.startsWith("extra:"));
    }

    @Test
    void volumesAreListedWithWhatTheyAreFor() throws IOException {
        addStorage("dir");
        proxmox.cluster()
                .addVirtualMachine("pve1", 300, "base")
                .storage("extra")
                .template();
        proxmox.cluster().addContainer("pve1", 301, "files").storage("extra");
        client.run(VM + "/clone", "newid", "310");
        JsonNode clone = client.get(CONTENT + "?content=images&vmid=310").data().get(0);
        assertThat(clone.get("parent").asText()).isEqualTo("../300/base-300-disk-0.qcow2");
        assertThat(clone.get("used").asLong()).isEqualTo(2L << 30);
        assertThat(client.get(CONTENT + "?content=rootdir").data().findValuesAsText("volid"))
                .containsExactly("extra:301/vm-301-disk-0.raw");
        JsonNode thin = client.get("/nodes/pve1/storage/local-lvm/content?vmid=101")
                .data()
                .get(0);
        assertThat(thin.has("used")).isFalse();
    }

    @Test
    void volumesAreAllocated() throws IOException {
        addStorage("dir");
        assertThat(client.post(CONTENT, "vmid", "101", "filename", "vm-101-disk-7.qcow2", "size", "2G")
                        .data()
                        .asText())
                .isEqualTo("extra:101/vm-101-disk-7.qcow2");
        assertThat(client.get(CONTENT + "/extra:101%2Fvm-101-disk-7.qcow2")
                        .data()
                        .get("size")
                        .asLong())
                .isEqualTo(2L << 30);
        assertThat(client.post(CONTENT, "vmid", "101", "filename", "vm-101-disk-7.qcow2", "size", "1G")
                        .statusLine())
                .contains("already exists");
        assertThat(client.post(
                                CONTENT,
                                "vmid",
                                "101",
                                "filename",
                                "vm-101-disk-8.qcow2",
                                "size",
                                "1024",
                                "format",
                                "raw")
                        .error("format"))
                .isEqualTo("different storage formats (raw != qcow2)");
        assertThat(client.post(CONTENT, "vmid", "101", "filename", "mine", "size", "1G")
                        .statusLine())
                .isEqualTo("500 illegal name 'mine' - should be 'vm-101-*'");
    }
}

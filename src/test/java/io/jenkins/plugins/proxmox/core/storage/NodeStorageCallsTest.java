package io.jenkins.plugins.proxmox.core.storage;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes over the wire for a storage, and what replies that an own server seldom gives are taken for. */
class NodeStorageCallsTest {
    private static final VmId WEB = new VmId(101);
    private static final Retention DAILY = new Retention("keep-last=1,keep-daily=7");

    @Test
    void anEmptyDiskIsMadeInKibibytes() throws IOException {
        try (Replay server = Replay.of("\"local:101/vm-101-disk-7.qcow2\"")) {
            VolumeId disk = server.storage("local")
                    .allocate(WEB, "vm-101-disk-7.qcow2", DataSize.parse("1.5G"), Optional.of("qcow2"));
            server.storage("local").allocate(WEB, "vm-101-disk-8", DataSize.ofGiB(2), Optional.empty());

            assertThat(disk).isEqualTo(VolumeId.parse("local:101/vm-101-disk-7.qcow2"));
            assertThat(server.calls())
                    .containsExactly(
                            "POST /nodes/pve1/storage/local/content"
                                    + " vmid=101&filename=vm-101-disk-7.qcow2&size=1572864&format=qcow2",
                            "POST /nodes/pve1/storage/local/content vmid=101&filename=vm-101-disk-8&size=2097152");
        }
    }

    @Test
    void aDiskWithoutANameMayBeThereOrNot() throws IOException {
        try (Replay server = Replay.of("null")) {
            assertThatThrownBy(() ->
                            server.storage("local").allocate(WEB, "vm-101-disk-8", DataSize.ofGiB(2), Optional.empty()))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.OutcomeUnknown.class))
                    .hasMessageContaining("did not tell what it calls the new disk vm-101-disk-8");
        }
    }

    @Test
    void aDiskThatCanNotBeIsNotAskedFor() throws IOException {
        try (Replay server = Replay.of("null")) {
            assertRefused(
                    "size",
                    () -> server.storage("local").allocate(WEB, "vm-101-disk-8", new DataSize(0), Optional.empty()),
                    "'0' is no size of a disk");
            assertThat(server.calls()).isEmpty();
        }
    }

    @Test
    void pruningIsTriedWithoutRemovingAnything() throws IOException {
        try (Replay server = Replay.of("""
                [{"volid":"local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst","ctime":1795356181,"mark":"keep",
                "type":"qemu","vmid":101},
                {"volid":"local:backup/vzdump-lxc-201-2026_11_21-14_03_01.tar.zst","ctime":"1795269781","mark":"remove",
                "type":"lxc","vmid":"201"},
                {"volid":"local:backup/vzdump-lxc-201-2026_11_20-14_03_01.tar.zst","mark":"protected","type":"lxc"},
                {"volid":"local:backup/golden.vma","mark":"renamed","type":"unknown"},
                {"volid":"local:backup/new.vma","mark":"archived"},
                {"mark":"remove"}]
                """)) {
            List<Prunable> prunables =
                    server.storage("local").prunable(DAILY, Optional.of(WEB), Optional.of(GuestType.CONTAINER));

            assertThat(prunables)
                    .extracting(Prunable::mark)
                    .containsExactly(
                            Prunable.Mark.KEEP,
                            Prunable.Mark.REMOVE,
                            Prunable.Mark.PROTECTED,
                            Prunable.Mark.RENAMED,
                            Prunable.Mark.UNKNOWN);
            assertThat(prunables.get(1))
                    .isEqualTo(new Prunable(
                            VolumeId.parse("local:backup/vzdump-lxc-201-2026_11_21-14_03_01.tar.zst"),
                            Prunable.Mark.REMOVE,
                            Optional.of(Instant.ofEpochSecond(1_795_269_781)),
                            Optional.of(new VmId(201)),
                            Optional.of(GuestType.CONTAINER)));
            assertThat(prunables.get(3).type()).isEmpty();
            assertThat(prunables.get(3).created()).isEmpty();
            assertThat(server.calls())
                    .containsExactly("GET /nodes/pve1/storage/local/prunebackups"
                            + " prune-backups=keep-last=1,keep-daily=7&vmid=101&type=lxc");
        }
    }

    @Test
    void pruningIsATask() throws IOException {
        String upid = "UPID:pve1:00003F8B:00042E5F:6B02F712:prunebackups:101@local:root@pam!demo:";
        try (Replay server = Replay.of("\"" + upid + "\"")) {
            Task task = server.storage("local").prune(DAILY, Optional.of(WEB), Optional.of(GuestType.VIRTUAL_MACHINE));
            server.storage("local").prune(Retention.keepLast(3), Optional.empty(), Optional.empty());

            assertThat(task.upid().orElseThrow()).hasToString(upid);
            assertThat(server.calls())
                    .containsExactly(
                            "DELETE /nodes/pve1/storage/local/prunebackups"
                                    + " prune-backups=keep-last=1,keep-daily=7&vmid=101&type=qemu",
                            "DELETE /nodes/pve1/storage/local/prunebackups prune-backups=keep-last=3");
        }
    }

    @Test
    void aDeletionWithoutATaskIsDone() throws IOException {
        try (Replay server = Replay.of("null")) {
            Task task = server.storage("pbs").delete(VolumeId.parse("pbs:backup/vm/101/2026-11-22T13:03:01Z"));

            assertThat(task.upid()).isEmpty();
            assertThat(task.await(StorageLab.PATIENCE)).isInstanceOf(TaskOutcome.Succeeded.class);
            assertThat(server.calls())
                    .containsExactly("DELETE /nodes/pve1/storage/pbs/content/pbs:backup/vm/101/2026-11-22T13:03:01Z ");
        }
    }

    @Test
    void onlyTheStoragesThatAreMeantAreLookedAt() throws IOException {
        try (Replay server = Replay.of("""
                [{"storage":"local","content":"backup","enabled":1,"active":1},
                {"storage":"nas","content":"backup","enabled":1,"active":0},
                {"content":"backup","enabled":1,"active":1}]
                """)) {
            Storages storages = server.storages();

            assertThat(storages.withContent("backup")).extracting(Storage::id).containsExactly("local");
            assertThat(storages.withContent("import")).isEmpty();
            assertThat(storages.list()).extracting(Storage::id).containsExactly("local", "nas");
            assertThat(server.calls())
                    .containsExactly(
                            "GET /nodes/pve1/storage enabled=1&content=backup",
                            "GET /nodes/pve1/storage enabled=1",
                            "GET /nodes/pve1/storage ");
        }
    }

    @Test
    void anArchiveIsNoRawDiskThoughItsStorageSaysSo() throws IOException {
        try (Replay server = Replay.of("""
                {"path":"/var/lib/vz/dump/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst","size":"42","used":"512",
                "format":"raw","protected":0}
                """)) {
            Volume archive = server.storage("local")
                    .volume(VolumeId.parse("local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst"));

            assertThat(archive.format()).isEqualTo("vma.zst");
            assertThat(archive.size()).contains(new DataSize(42));
            assertThat(archive.used()).contains(new DataSize(512));
            assertThat(archive.notes()).isEmpty();
            assertThat(archive.path()).contains("/var/lib/vz/dump/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst");
        }
    }
}

package io.jenkins.plugins.proxmox.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupTest {
    @Test
    void isReadAsAStorageListsIt() {
        assertThat(Backup.of(Replies.of("""
            {"volid":"local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst","ctime":1795356181,
            "size":4398046511104,"format":"vma.zst","subtype":"qemu","vmid":"101","notes":"nightly\\n",
            "protected":1}
            """), "pve"))
                .isEqualTo(new Backup(
                        "local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst",
                        "pve",
                        Optional.of(new VmId(101)),
                        4_398_046_511_104L,
                        Optional.of(Instant.parse("2026-11-22T14:03:01Z")),
                        "vma.zst",
                        "nightly",
                        true));
    }

    @Test
    void knowsItsStorageWhateverTheVolumeIdHolds() {
        assertThat(backup("{\"volid\":\"pbs-1:backup/vm/101/2026-11-22T13:03:01Z\"}")
                        .storage())
                .isEqualTo("pbs-1");
    }

    @Test
    void isToldInPlainValues() {
        assertThat(backup("{\"volid\":\"local:backup/x.vma\",\"vmid\":101,\"ctime\":1795356181,\"size\":42}")
                        .toMap())
                .containsEntry("volid", "local:backup/x.vma")
                .containsEntry("storage", "local")
                .containsEntry("node", "pve")
                .containsEntry("vmid", 101)
                .containsEntry("size", 42L)
                .containsEntry("time", "2026-11-22T14:03:01Z")
                .containsEntry("notes", "")
                .containsEntry("protected", false);
    }

    @Test
    void tellsWhatIsNotKnownAsNull() {
        assertThat(backup("{\"volid\":\"local:backup/x.vma\"}").toMap())
                .containsEntry("vmid", null)
                .containsEntry("time", null);
    }

    private static Backup backup(String json) {
        return Backup.of(Replies.of(json), "pve");
    }
}

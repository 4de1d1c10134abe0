package io.jenkins.plugins.proxmox.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeTest {
    @Test
    void isReadAsAStorageListsABackup() {
        assertThat(volume("""
            {"volid":"local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst","ctime":1795356181,
            "size":4398046511104,"format":"vma.zst","subtype":"qemu","vmid":"101","notes":"nightly\\n",
            "protected":1,"content":"backup"}
            """))
                .isEqualTo(new Volume(
                        VolumeId.parse("local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst"),
                        "pve",
                        "backup",
                        "vma.zst",
                        Optional.of(new DataSize(4_398_046_511_104L)),
                        Optional.empty(),
                        Optional.of(new VmId(101)),
                        Optional.of(Instant.parse("2026-11-22T14:03:01Z")),
                        "nightly",
                        true,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.of(GuestType.VIRTUAL_MACHINE),
                        Optional.empty()));
    }

    @Test
    void isReadAsABackupServerListsIt() {
        Volume backup = volume("""
            {"volid":"pbs-1:backup/ct/201/2026-11-22T13:03:01Z","ctime":"1795352581","size":"512","format":"pbs-ct",
            "subtype":"lxc","vmid":201,"content":"backup","encrypted":"ab:cd","verification":{"state":"ok",
            "upid":"UPID:pbs:00000F0E:0000001B:00000001:6B02F641:verify:store:root@pam:"}}
            """);
        assertThat(backup.storage()).isEqualTo("pbs-1");
        assertThat(backup.id().name()).isEqualTo("backup/ct/201/2026-11-22T13:03:01Z");
        assertThat(backup.subtype()).contains(GuestType.CONTAINER);
        assertThat(backup.size()).contains(new DataSize(512));
        assertThat(backup.created()).contains(Instant.parse("2026-11-22T13:03:01Z"));
        assertThat(backup.encrypted()).isTrue();
        assertThat(backup.protectedFromDeletion()).isFalse();
        assertThat(backup.verification().orElseThrow()).satisfies(verification -> {
            assertThat(verification.ok()).isTrue();
            assertThat(verification.upid().orElseThrow())
                    .startsWith("UPID:pbs:")
                    .endsWith(":verify:store:root@pam:");
        });
    }

    @Test
    void isReadAsAStorageListsADiskOfALinkedClone() {
        Volume disk = volume("""
            {"volid":"local:100/base-100-disk-0.qcow2/960/vm-960-disk-0.qcow2","content":"images","format":"qcow2",
            "size":2147483648,"used":200704,"vmid":960,"parent":"../100/base-100-disk-0.qcow2"}
            """);
        assertThat(disk.content()).isEqualTo("images");
        assertThat(disk.size()).contains(DataSize.ofGiB(2));
        assertThat(disk.used()).contains(new DataSize(200_704));
        assertThat(disk.vmid()).contains(new VmId(960));
        assertThat(disk.parent()).contains("../100/base-100-disk-0.qcow2");
        assertThat(disk.subtype()).isEmpty();
        assertThat(disk.created()).isEmpty();
    }

    @Test
    void whatIsMissingIsAbsentAndNotNothing() {
        Volume image =
                volume("{\"volid\":\"local:iso/debian.iso\",\"vmid\":0,\"subtype\":\"unknown\",\"encrypted\":\"\"}");
        assertThat(image.size()).isEmpty();
        assertThat(image.used()).isEmpty();
        assertThat(image.vmid()).isEmpty();
        assertThat(image.created()).isEmpty();
        assertThat(image.verification()).isEmpty();
        assertThat(image.subtype()).isEmpty();
        assertThat(image.encrypted()).isFalse();
        assertThat(image.format()).isEmpty();
    }

    @Test
    void aStorageThatTellsASizeOnlyNearlyIsBelieved() {
        assertThat(volume("{\"volid\":\"thin:vm-101-disk-0\",\"approximate-size\":1073741824}")
                        .size())
                .contains(DataSize.ofGiB(1));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma,     backup,   vma,     101, VIRTUAL_MACHINE, -
        local:backup/vzdump-lxc-201-2026_11_22-14_03_01.tar.lzo,  backup,   tar.lzo, 201, CONTAINER,       -
        local:backup/vzdump-lxc-201-2026_11_22-14_03_01.tgz,      backup,   tgz,     201, CONTAINER,       -
        local:backup/golden.vma.zst,                              backup,   '',      -,   -,               -
        pbs:backup/vm/101/2026-11-22T13:03:01Z,                   backup,   pbs-vm,  101, VIRTUAL_MACHINE, 2026-11-22T13:03:01Z
        pbs:backup/ct/201/2026-11-22T13:03:01Z,                   backup,   pbs-ct,  201, CONTAINER,       2026-11-22T13:03:01Z
        pbs:backup/vm/101/2026-13-22T13:03:01Z,                   backup,   pbs-vm,  101, VIRTUAL_MACHINE, -
        local:iso/vm-101-disk-0.iso,                              iso,      '',      -,   -,               -
        local:vztmpl/debian-12.tar.zst,                           vztmpl,   '',      -,   -,               -
        local:101/vm-101-disk-0.qcow2,                            '',       '',      101, -,               -
        local:100/base-100-disk-0.qcow2/960/vm-960-disk-0.qcow2,  '',       '',      960, -,               -
        local-lvm:base-9000-disk-0,                               '',       '',     9000, -,               -
        tank:subvol-201-disk-0,                                   '',       '',      201, -,               -
        local-lvm:something,                                      '',       '',      -,   -,               -
        """)
    void whatNobodyTellsIsReadOutOfTheName(
            String volid, String content, String format, Integer vmid, GuestType type, Instant created) {
        Volume volume = volume("{\"volid\":\"" + volid + "\"}");
        assertThat(volume.content()).isEqualTo(content);
        assertThat(volume.format()).isEqualTo(format);
        assertThat(volume.vmid()).isEqualTo(Optional.ofNullable(vmid).map(VmId::new));
        assertThat(volume.subtype()).isEqualTo(Optional.ofNullable(type));
        assertThat(volume.created()).isEqualTo(Optional.ofNullable(created));
    }

    @Test
    void listsLeaveOutWhatHasNoReadableId() {
        assertThat(Volume.list(
                        Replies.of(
                                "[{\"volid\":\"local:iso/a.iso\"},{\"size\":1},{\"volid\":\"nothing\"},{\"volid\":\"\"}]"),
                        "pve"))
                .extracting(Volume::id)
                .isEqualTo(List.of(VolumeId.parse("local:iso/a.iso")));
        assertThat(Volume.list(Replies.of("null"), "pve")).isEmpty();
    }

    @Test
    void isToldInPlainValues() {
        assertThat(volume("{\"volid\":\"local:backup/x.vma\",\"vmid\":101,\"ctime\":1795356181,\"size\":42,"
                                + "\"verification\":{\"state\":\"failed\"}}")
                        .toMap())
                .containsEntry("volid", "local:backup/x.vma")
                .containsEntry("storage", "local")
                .containsEntry("node", "pve")
                .containsEntry("content", "backup")
                .containsEntry("vmid", 101)
                .containsEntry("size", 42L)
                .containsEntry("time", "2026-11-22T14:03:01Z")
                .containsEntry("notes", "")
                .containsEntry("protected", false)
                .containsEntry("verification", "failed");
    }

    @Test
    void tellsWhatIsNotKnownAsNull() {
        assertThat(volume("{\"volid\":\"local:backup/x.vma\"}").toMap())
                .containsEntry("vmid", null)
                .containsEntry("size", null)
                .containsEntry("time", null)
                .containsEntry("verification", null);
    }

    private static Volume volume(String json) {
        return Volume.of(Replies.of(json), "pve").orElseThrow();
    }
}

package io.jenkins.plugins.proxmox.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageFeaturesTest {
    /** Disks, snapshots, linked clones, those of snapshots, full clones of snapshots, rollback past newer snapshots. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        dir,         VIRTUAL_MACHINE, qcow2,  + + + - + ?
        dir,         VIRTUAL_MACHINE, raw,    + - + - - -
        dir,         VIRTUAL_MACHINE, vmdk,   + - + - - -
        dir,         VIRTUAL_MACHINE, ,       + ? + - ? ?
        dir,         CONTAINER,       raw,    + - - - - -
        dir,         CONTAINER,       subvol, + - - - - -
        dir,         CONTAINER,       ,       + - - - - -
        nfs,         VIRTUAL_MACHINE, ,       + ? + - ? ?
        nfs,         CONTAINER,       ,       + - - - - -
        cifs,        VIRTUAL_MACHINE, qcow2,  + + + - + ?
        cifs,        CONTAINER,       ,       + - - - - -
        glusterfs,   VIRTUAL_MACHINE, qcow2,  + + + - + +
        glusterfs,   VIRTUAL_MACHINE, ,       + ? + - ? ?
        glusterfs,   CONTAINER,       ,       - - - - - -
        lvm,         VIRTUAL_MACHINE, raw,    + - - - - -
        lvm,         VIRTUAL_MACHINE, qcow2,  + + - - + -
        lvm,         VIRTUAL_MACHINE, ,       + ? - - ? -
        lvm,         CONTAINER,       ,       + - - - - -
        lvmthin,     VIRTUAL_MACHINE, ,       + + + + + +
        lvmthin,     CONTAINER,       ,       + + + + + +
        rbd,         VIRTUAL_MACHINE, raw,    + + + + + +
        rbd,         CONTAINER,       ,       + + + + + +
        zfspool,     VIRTUAL_MACHINE, ,       + + + - - -
        zfspool,     CONTAINER,       subvol, + + + - - -
        zfs,         VIRTUAL_MACHINE, ,       + + + - - -
        zfs,         CONTAINER,       ,       - - - - - -
        btrfs,       VIRTUAL_MACHINE, raw,    + + + - + +
        btrfs,       VIRTUAL_MACHINE, qcow2,  + + + - + +
        btrfs,       VIRTUAL_MACHINE, vmdk,   + - + - - -
        btrfs,       CONTAINER,       ,       + + + - + +
        iscsi,       VIRTUAL_MACHINE, ,       + - - - - -
        iscsidirect, CONTAINER,       ,       - - - - - -
        cephfs,      VIRTUAL_MACHINE, ,       - - - - - -
        pbs,         VIRTUAL_MACHINE, ,       - - - - - -
        pbs,         CONTAINER,       ,       - - - - - -
        esxi,        VIRTUAL_MACHINE, vmdk,   - - - - - -
        linstor,     VIRTUAL_MACHINE, raw,    ? ? ? ? ? ?
        linstor,     CONTAINER,       ,       ? ? ? ? ? ?
        """)
    void tellsNoMoreThanTheTypeTells(String type, GuestType guest, String format, String expected) {
        StorageFeatures features = Optional.ofNullable(format)
                .map(known -> StorageFeatures.of(type, guest, known))
                .orElseGet(() -> StorageFeatures.of(type, guest));

        assertThat(marks(features)).isEqualTo(expected);
    }

    /** Nothing may be claimed that a Proxmox VE denies, and the other way round; that is open which is neither. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        dir,       raw
        dir,       qcow2
        dir,       vmdk
        nfs,       qcow2
        cifs,      raw
        glusterfs, qcow2
        lvm,       raw
        lvm,       qcow2
        lvmthin,   raw
        rbd,       raw
        zfspool,   raw
        zfs,       raw
        btrfs,     raw
        btrfs,     qcow2
        btrfs,     vmdk
        iscsi,     raw
        """)
    void agreesWithProxmox(String type, String format) {
        StorageFeatures features = StorageFeatures.of(type, GuestType.VIRTUAL_MACHINE, format);
        // qcow2 is on LVM only if snapshots are volumes there.
        var storage = new io.jenkins.plugins.proxmox.embedded.state.Storage(
                "store", type, Set.of("images"), false, 0, type.equals("lvm") && format.equals("qcow2"));
        var disk = disk("store:vm-100-disk-0", format);
        var base = disk("store:base-100-disk-0", format);

        assertThat(features.snapshots()).isEqualTo(support(storage.has("snapshot", disk, false)));
        assertThat(features.linkedClones()).isEqualTo(support(storage.has("clone", base, false)));
        assertThat(features.fullClonesOfSnapshots()).isEqualTo(support(storage.has("copy", disk, true)));
        boolean wrongData = type.equals("btrfs") && format.equals("raw");
        assertThat(features.linkedClonesOfSnapshots())
                .isEqualTo(support(storage.has("clone", disk, true) && !wrongData));
        if (storage.rollsBackToNewestOnly()) {
            assertThat(features.rollbackPastNewer()).isEqualTo(Support.NO);
        }
    }

    private static io.jenkins.plugins.proxmox.embedded.state.Volume disk(String volid, String format) {
        return new io.jenkins.plugins.proxmox.embedded.state.Volume(
                volid, Optional.empty(), "images", format, 1, Optional.of(100), 0, "", false, Optional.empty());
    }

    private static Support support(boolean has) {
        return has ? Support.YES : Support.NO;
    }

    @Test
    void namesEachFeature() {
        assertThat(StorageFeatures.of("lvm", GuestType.VIRTUAL_MACHINE, "qcow2"))
                .isEqualTo(
                        new StorageFeatures(Support.YES, Support.YES, Support.NO, Support.NO, Support.YES, Support.NO));
    }

    private static String marks(StorageFeatures features) {
        return Stream.of(
                        features.disks(),
                        features.snapshots(),
                        features.linkedClones(),
                        features.linkedClonesOfSnapshots(),
                        features.fullClonesOfSnapshots(),
                        features.rollbackPastNewer())
                .map(support -> switch (support) {
                    case YES -> "+";
                    case NO -> "-";
                    case UNKNOWN -> "?";
                })
                .collect(Collectors.joining(" "));
    }
}

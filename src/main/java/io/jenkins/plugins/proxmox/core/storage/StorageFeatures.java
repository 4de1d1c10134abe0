package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a type of storage can do with the disks of VMs or containers, on PVE 7, 8 and 9 alike; nothing is asked. Where that
 * depends on the format of the disk, on the release or on the storage's own settings, it is {@link Support#UNKNOWN}. What
 * a storage is set up for is another question: {@link Storage#takes}.
 *
 * @param disks whether it can hold disks of such guests at all
 * @param snapshots whether disks on it can have snapshots
 * @param linkedClones whether a template's disks on it can be the base of linked clones
 * @param linkedClonesOfSnapshots whether a snapshot of any guest can be the base of linked clones
 * @param fullClonesOfSnapshots whether a snapshot can be copied
 * @param rollbackPastNewer whether a guest can be rolled back to a snapshot that is not its newest
 */
public record StorageFeatures(
        Support disks,
        Support snapshots,
        Support linkedClones,
        Support linkedClonesOfSnapshots,
        Support fullClonesOfSnapshots,
        Support rollbackPastNewer) {
    private static final StorageFeatures ALL = row("+ + + + + +");
    private static final StorageFeatures NONE = row("- - - - - -");
    private static final StorageFeatures OPEN = row("? ? ? ? ? ?");
    private static final StorageFeatures DISKS = row("+ - - - - -");
    private static final StorageFeatures ZFS = row("+ + + - - -");
    private static final StorageFeatures FILE = row("+ - + - - -");
    private static final StorageFeatures FILE_QCOW2 = row("+ + + - + +");
    /** On 9 a storage can be set to make snapshots a chain of volumes, of which only the newest can be rolled back to. */
    private static final StorageFeatures FILE_QCOW2_OR_CHAIN = row("+ + + - + ?");
    /** Only 9 has qcow2 on LVM, and only with snapshots as a chain of volumes. */
    private static final StorageFeatures LVM_CHAIN = row("+ + - - + -");
    /**
     * Proxmox VE says that btrfs can clone from snapshots of raw disks, but what the clone gets is the present state of
     * the disk, so this is no for the sake of the data.
     */
    private static final StorageFeatures BTRFS = row("+ + + - + +");

    /**
     * What storages of a type can do, whatever the format of the disks.
     *
     * @param type as Proxmox calls it: {@code dir}, {@code lvmthin}, {@code zfspool} ...; nothing is known of types that
     *     do not come with Proxmox VE
     */
    public static StorageFeatures of(String type, GuestType guest) {
        Stream<String> formats =
                switch (guest) {
                    case VIRTUAL_MACHINE -> Stream.of("raw", "qcow2", "vmdk");
                    case CONTAINER -> Stream.of("raw", "subvol");
                };
        return formats.map(format -> of(type, guest, format))
                .reduce(StorageFeatures::or)
                .orElse(OPEN);
    }

    /**
     * What storages of a type can do with disks of a format.
     *
     * @param format {@code raw}, {@code qcow2}, {@code vmdk} or {@code subvol}
     */
    public static StorageFeatures of(String type, GuestType guest, String format) {
        boolean vm = guest == GuestType.VIRTUAL_MACHINE;
        return switch (type) {
            case "dir", "nfs", "cifs" -> vm ? file(format, FILE_QCOW2_OR_CHAIN) : DISKS;
            case "glusterfs" -> vm ? file(format, FILE_QCOW2) : NONE;
            case "lvm" -> vm && format.equals("qcow2") ? LVM_CHAIN : DISKS;
            case "lvmthin", "rbd" -> ALL;
            case "zfspool" -> ZFS;
            case "zfs" -> vm ? ZFS : NONE;
            case "btrfs" -> format.equals("vmdk") ? FILE : BTRFS;
            case "iscsi", "iscsidirect" -> vm ? DISKS : NONE;
            case "cephfs", "pbs", "esxi" -> NONE;
            default -> OPEN;
        };
    }

    private static StorageFeatures file(String format, StorageFeatures qcow2) {
        return format.equals("qcow2") ? qcow2 : FILE;
    }

    private StorageFeatures or(StorageFeatures other) {
        return new StorageFeatures(
                disks.or(other.disks),
                snapshots.or(other.snapshots),
                linkedClones.or(other.linkedClones),
                linkedClonesOfSnapshots.or(other.linkedClonesOfSnapshots),
                fullClonesOfSnapshots.or(other.fullClonesOfSnapshots),
                rollbackPastNewer.or(other.rollbackPastNewer));
    }

    /** A row of the table: can, can't and unknown, in the order of the components. */
    private static StorageFeatures row(String marks) {
        List<Support> row = Stream.of(marks.split(" "))
                .map(mark -> switch (mark) {
                    case "+" -> Support.YES;
                    case "-" -> Support.NO;
                    default -> Support.UNKNOWN;
                })
                .toList();
        return new StorageFeatures(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5));
    }
}

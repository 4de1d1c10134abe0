package io.jenkins.plugins.proxmox.embedded.state;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the volumes on each type of storage can do, in the words and in the tables of the storages' own code: a feature,
 * the states of a volume in which it has the feature, and the formats; a star for any.
 */
final class StorageFeatures {
    private static final String FILES = """
            snapshot current,snap qcow2
            clone base qcow2,raw,vmdk
            template current qcow2,raw,vmdk,subvol
            copy base,current qcow2,raw,vmdk
            copy snap qcow2
            rename current qcow2,raw,vmdk
            """;
    private static final String ZFS = """
            snapshot current,snap *
            clone base *
            template current *
            copy base,current *
            rename current *
            """;
    private static final String RBD = """
            snapshot current,snap *
            clone base,snap *
            template current *
            copy base,current,snap *
            rename current *
            """;
    private static final String LVM_THIN = """
            snapshot current *
            clone base,snap *
            template current *
            copy base,current,snap *
            rename current *
            """;
    private static final String LVM = """
            copy base,current *
            rename current *
            """;
    /** Only where each snapshot is a volume of its own. */
    private static final String LVM_CHAIN = LVM + """
            snapshot current,snap qcow2
            copy snap qcow2
            """;

    private static final String BTRFS = """
            snapshot current,snap qcow2,raw,subvol
            clone base qcow2,raw,subvol,vmdk
            clone current,snap raw
            template current qcow2,raw,vmdk,subvol
            copy base,current qcow2,raw,subvol,vmdk
            copy snap qcow2,raw,subvol
            rename current qcow2,raw,vmdk
            """;

    private static final Map<String, String> TABLES = Map.of(
            "dir", FILES,
            "nfs", FILES,
            "cifs", FILES,
            "glusterfs", FILES,
            "zfspool", ZFS,
            "zfs", ZFS,
            "rbd", RBD,
            "lvmthin", LVM_THIN,
            "lvm", LVM,
            "btrfs", BTRFS);

    /** The types with volumes that are files below a directory. */
    static final Set<String> FILE_TYPES = new TreeSet<>(List.of("dir", "nfs", "cifs", "glusterfs", "cephfs", "btrfs"));

    private StorageFeatures() {}

    /** @param state {@code base}, {@code current} or {@code snap} */
    static boolean has(Storage storage, String feature, String state, String format) {
        String table = storage.type().equals("lvm") && storage.volumeChains()
                ? LVM_CHAIN
                : TABLES.getOrDefault(storage.type(), "");
        return table.lines()
                .map(line -> line.split(" "))
                .anyMatch(line -> line[0].equals(feature)
                        && List.of(line[1].split(",")).contains(state)
                        && (line[2].equals("*") || List.of(line[2].split(",")).contains(format)));
    }
}

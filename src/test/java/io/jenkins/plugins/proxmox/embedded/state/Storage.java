package io.jenkins.plugins.proxmox.embedded.state;

import java.util.Set;

/**
 * A storage of the cluster; one that is not shared exists once on each node.
 *
 * @param type such as {@code dir}, {@code nfs}, {@code lvm}, {@code lvmthin}, {@code zfspool}, {@code rbd},
 *     {@code btrfs} or {@code pbs}
 * @param volumeChains whether, since version 9, snapshots of qcow2 disks are volumes of their own
 */
public record Storage(String id, String type, Set<String> contents, boolean shared, long total, boolean volumeChains) {
    public Storage(String id, String type, Set<String> contents, boolean shared, long total) {
        this(id, type, contents, shared, total, false);
    }

    public boolean accepts(String content) {
        return contents.contains(content);
    }

    /** Whether volumes are files below a directory. */
    public boolean isFiles() {
        return StorageFeatures.FILE_TYPES.contains(type);
    }

    /** Whether it keeps backups as snapshots of a Proxmox Backup Server, not as files. */
    public boolean isBackupServer() {
        return type.equals("pbs");
    }

    /**
     * Whether a volume has a feature.
     *
     * @param feature {@code snapshot}, {@code clone} for linked clones, {@code copy} for full ones, {@code template}
     * @param ofSnapshot whether it is about a snapshot of the volume
     */
    public boolean has(String feature, Volume volume, boolean ofSnapshot) {
        String state = ofSnapshot ? "snap" : volume.isBase() ? "base" : "current";
        return StorageFeatures.has(this, feature, state, volume.format());
    }

    /** Whether containers may hang on base volumes: linked copies of plain files are qcow2, which they can't use. */
    public boolean linksContainers() {
        return !isFiles() || type.equals("btrfs");
    }

    /** Whether only the newest snapshot can be gone back to. */
    public boolean rollsBackToNewestOnly() {
        return type.equals("zfspool") || type.equals("zfs") || volumeChains;
    }

    /** Whether linked clones keep their base volume from being removed; elsewhere they do not depend on it. */
    public boolean keepsBases() {
        return !type.equals("lvmthin") && !type.equals("btrfs");
    }

    /** Whether the name of a linked clone begins with that of its base. */
    boolean namesBases() {
        return keepsBases();
    }

    /** The format that snapshots need, where there is a choice. */
    public String defaultFormat() {
        return isFiles() && !type.equals("btrfs") || volumeChains ? "qcow2" : "raw";
    }

    /** The format of a new disk for which none is asked, in which files cannot have snapshots. */
    public String plainFormatFor(GuestKind kind) {
        return volumeChains ? formatFor(kind) : formatFor(kind, "raw");
    }

    /** The format of a disk that can do all that its storage can. */
    public String formatFor(GuestKind kind) {
        if (kind.isVirtualMachine()) {
            return defaultFormat();
        }
        return type.equals("zfspool") ? "subvol" : "raw";
    }

    /** What becomes of a wish for a format. */
    public String formatFor(GuestKind kind, String wanted) {
        boolean choice = isFiles() || (volumeChains && !wanted.equals("vmdk"));
        return kind.isVirtualMachine() && choice ? wanted : formatFor(kind);
    }

    public String path() {
        return type.equals("dir") ? "/var/lib/vz" : "/mnt/pve/" + id;
    }
}

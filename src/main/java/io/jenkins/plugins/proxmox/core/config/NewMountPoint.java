package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.regex.Pattern;

/** A file system to give to a container; the one at {@code /} is its root. Immutable; each option gives another one. */
public final class NewMountPoint {
    private static final Pattern PATH = Pattern.compile("/[^,\\s\\p{Cntrl}]*");
    private static final Pattern UPWARDS = Pattern.compile("/\\.\\.?(?:/|$)");
    private static final String ROOT = "/";

    private final PropertyString text;
    private final boolean root;

    private NewMountPoint(PropertyString text, boolean root) {
        this.text = text;
        this.root = root;
    }

    /**
     * A new, empty volume on a storage.
     *
     * @param path where the container sees it: absolute, without {@code .} and {@code ..}, commas and blanks
     * @throws ProxmoxException with {@link Problem.Parameter} if the size is 0, nothing can be called so, or it is no
     *     such path
     */
    public static NewMountPoint on(String storage, DataSize size, String path) {
        return at(NewVolume.allocated(storage, size), path);
    }

    /**
     * A volume that exists, as an unused one of the container.
     *
     * @param path where the container sees it: absolute, without {@code .} and {@code ..}, commas and blanks
     * @throws ProxmoxException with {@link Problem.Parameter} if it is no such path, or the name would make a new
     *     volume, as in {@code local:32}
     */
    public static NewMountPoint of(VolumeId volume, String path) {
        return at(NewVolume.existing(volume), path);
    }

    private static NewMountPoint at(PropertyString volume, String path) {
        String trimmed = path.trim();
        if (!PATH.matcher(trimmed).matches() || UPWARDS.matcher(trimmed).find()) {
            throw ProxmoxException.invalid(
                    "path",
                    "'" + trimmed
                            + "' is no path of a mount point; expected is an absolute one without . and .., commas"
                            + " and blanks, as in /data");
        }
        boolean root = trimmed.equals(ROOT);
        return new NewMountPoint(root ? volume : volume.with("mp", trimmed), root);
    }

    /** Whether it is the container's root file system. */
    public boolean isRoot() {
        return root;
    }

    /**
     * Whether backups of the container have it; they don't if nothing is said.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it is the root file system, which they always have
     */
    public NewMountPoint backup(boolean included) {
        if (root) {
            throw ProxmoxException.invalid(
                    "backup", "The root file system takes no option backup; it is in every backup of its container");
        }
        return option("backup", included);
    }

    /** Whether replication takes it to other nodes; it does if nothing is said. */
    public NewMountPoint replicate(boolean included) {
        return option("replicate", included);
    }

    /** Whether users inside can be limited in their space; not on ZFS. */
    public NewMountPoint quota(boolean possible) {
        return option("quota", possible);
    }

    /** Whether the container can only read it. */
    public NewMountPoint readOnly(boolean only) {
        return option("ro", only);
    }

    /** Whether it has access control lists; the file system's own default if nothing is said. */
    public NewMountPoint acl(boolean possible) {
        return option("acl", possible);
    }

    /**
     * Any other option, as {@code mountoptions}; booleans become 1 and 0.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be written
     */
    public NewMountPoint option(String key, Object value) {
        return new NewMountPoint(text.with(key, value), root);
    }

    /** As Proxmox reads it: {@code local-lvm:8,mp=/data}, for the root file system without a path. */
    public String text() {
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewMountPoint point && root == point.root && text.equals(point.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

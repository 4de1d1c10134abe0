package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Optional;

/**
 * A file system that a container has.
 *
 * @param text as the configuration holds it: {@code local-lvm:vm-100-disk-1,mp=/data,backup=1,size=8G}
 */
public record MountPoint(MountPointId id, PropertyString text) {
    /** The volume behind it; absent for a directory or a device of the node. */
    public Optional<VolumeId> volume() {
        return text.valueOrBare("volume").flatMap(VolumeId::find);
    }

    /** Its size when it was last changed; absent for a directory of the node. */
    public Optional<DataSize> size() {
        return text.value("size").flatMap(DataSize::find);
    }

    /** Where the container sees it; {@code /} for the root file system. */
    public Optional<String> path() {
        return id.isRoot() ? Optional.of("/") : text.value("mp");
    }

    /** Whether backups of the container have it: the root file system always, other volumes if asked for. */
    public boolean backup() {
        return id.isRoot() || volume().isPresent() && text.flag("backup").orElse(false);
    }

    /** One of its options, as {@code ro} or {@code quota}. */
    public Optional<String> option(String name) {
        return text.value(name);
    }

    /**
     * The same with an option set; all others stay, for Proxmox drops those that are not sent again.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be written
     */
    public MountPoint with(String name, Object value) {
        return new MountPoint(id, text.with(name, value));
    }

    /** {@code mp0: local-lvm:vm-100-disk-1,mp=/data}. */
    @Override
    public String toString() {
        return id + ": " + text;
    }
}

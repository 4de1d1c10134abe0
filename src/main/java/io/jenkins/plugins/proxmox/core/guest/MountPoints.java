package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.MountPoint;
import io.jenkins.plugins.proxmox.core.config.NewMountPoint;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The root file system and the mount points of a container. */
public final class MountPoints {
    private final Container guest;
    private final GuestVolumes volumes;

    MountPoints(Site site, Container guest) {
        this.guest = guest;
        volumes = new GuestVolumes(site, guest);
    }

    /** Those in the configuration, the root file system first: {@code GET .../config}. */
    public SortedMap<MountPointId, MountPoint> attached() {
        return guest.config().mountPoints();
    }

    /** Volumes that belong to the container and are in use no more: {@code GET .../config}. */
    public SortedMap<UnusedId, VolumeId> unused() {
        return guest.config().unused();
    }

    /**
     * The volumes that belong to the container, attached or not, on all storages its node sees:
     * {@code GET /nodes/{node}/storage/{storage}/content} of each that takes them.
     */
    public List<Volume> images() {
        return volumes.images("rootdir");
    }

    /**
     * Attaches a volume: {@code PUT .../config}.
     *
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if there is one of this id
     */
    public ConfigUpdate attach(MountPointId id, NewMountPoint mountPoint) {
        return volumes.attach(id, ConfigChange.none().mountPoint(id, mountPoint));
    }

    /**
     * Makes a volume bigger, with the file system on it: {@code PUT .../resize}. One that has the size already is left as
     * it is.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it would shrink, {@link Problem.NotFound} if there is none
     */
    public Task extend(MountPointId id, SizeChange change) {
        return volumes.extend(
                id,
                change,
                config -> Optional.ofNullable(config.mountPoints().get(id)).flatMap(MountPoint::size));
    }

    /**
     * Moves a volume to another storage; the container has to be off: {@code POST .../move_volume}.
     *
     * @param deleteSource whether what it was before is deleted; else it becomes unused
     */
    public Task move(MountPointId id, String storage, boolean deleteSource) {
        return volumes.move(
                id,
                guest.path().and("move_volume"),
                "volume",
                storage,
                deleteSource ? Parameters.NONE.with("delete", true) : Parameters.NONE);
    }

    /**
     * Detaches a volume, which becomes unused: {@code PUT .../config} with {@code delete}. With a running container it
     * waits for a restart.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} for the root file system, without which no container is
     */
    public ConfigUpdate detach(MountPointId id) {
        if (id.equals(MountPointId.ROOTFS)) {
            throw ProxmoxException.invalid("volume", "The root file system of " + guest + " can't be detached");
        }
        return volumes.detach(id);
    }

    /** Deletes a volume that is in use no more: {@code PUT .../config} with {@code delete}. */
    public ConfigUpdate remove(UnusedId id) {
        return volumes.detach(id);
    }

    /**
     * The same only if it is still this volume.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if it is not
     */
    public ConfigUpdate remove(UnusedId id, VolumeId expected) {
        return volumes.delete(id, expected, Parameters.NONE);
    }

    /** Where a volume is kept that was detached, if it is. */
    public Optional<UnusedId> unused(VolumeId volume) {
        return volumes.unused(volume);
    }
}

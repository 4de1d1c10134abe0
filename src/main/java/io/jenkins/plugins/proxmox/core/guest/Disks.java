package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.Disk;
import io.jenkins.plugins.proxmox.core.config.NewDisk;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** The disks and CD-ROM drives of a VM. */
public final class Disks {
    private final VirtualMachine guest;
    private final GuestVolumes volumes;

    Disks(Site site, VirtualMachine guest) {
        this.guest = guest;
        volumes = new GuestVolumes(site, guest);
    }

    /** Those in the configuration: {@code GET .../config}. */
    public SortedMap<DiskId, Disk> attached() {
        return guest.config().disks();
    }

    /** Volumes that belong to the VM and are in use no more: {@code GET .../config}. */
    public SortedMap<UnusedId, VolumeId> unused() {
        return guest.config().unused();
    }

    /**
     * The images that belong to the VM, attached or not, on all storages its node sees:
     * {@code GET /nodes/{node}/storage/{storage}/content} of each that takes images.
     */
    public List<Volume> images() {
        return volumes.images("images");
    }

    /**
     * Attaches a disk: {@code POST .../config}. A running VM gets it at once if its bus and {@code hotplug} allow that.
     *
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if there is one of this id
     */
    public ConfigUpdate attach(DiskId id, NewDisk disk) {
        return volumes.attach(id, ConfigChange.none().disk(id, disk));
    }

    /**
     * Changes options of a disk and keeps the rest: {@code POST .../config}.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if there is none of this id
     */
    public ConfigUpdate change(DiskId id, UnaryOperator<Disk> change) {
        return guest.configuration().edit(current -> {
            volumes.requireThere(id, current);
            return ConfigChange.none().disk(id, change.apply(current.disks().get(id)));
        });
    }

    /**
     * Makes a disk bigger: {@code PUT .../resize}. A disk that has the size already is left as it is. The file systems on
     * it don't grow with it.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it would shrink, {@link Problem.NotFound} if there is none
     */
    public Task extend(DiskId id, SizeChange change) {
        return volumes.extend(
                id,
                change,
                config -> Optional.ofNullable(config.disks().get(id)).flatMap(Disk::size));
    }

    /**
     * Moves a disk to another storage, also while the VM runs: {@code POST .../move_disk}.
     *
     * @param deleteSource whether what it was before is deleted; else it becomes unused
     */
    public Task move(DiskId id, String storage, boolean deleteSource) {
        return move(id, storage, Optional.empty(), deleteSource);
    }

    /**
     * The same, into another format if one is given: {@code raw}, {@code qcow2} or {@code vmdk}. Within a storage only the
     * format can change.
     *
     * @param deleteSource whether what it was before is deleted; else it becomes unused
     */
    public Task move(DiskId id, String storage, Optional<String> format, boolean deleteSource) {
        Parameters parameters = Parameters.NONE.with("format", format);
        return volumes.move(
                id,
                guest.path().and("move_disk"),
                "disk",
                storage,
                deleteSource ? parameters.with("delete", true) : parameters);
    }

    /**
     * Detaches a disk, whose volume becomes unused: {@code POST .../config} with {@code delete}. A running VM lets go of it
     * if its bus and {@code hotplug} allow that, else it waits for a restart.
     */
    public ConfigUpdate detach(DiskId id) {
        return volumes.detach(id);
    }

    /** Detaches a disk and deletes its volume: {@code POST .../config} with {@code delete} and {@code force}. */
    public ConfigUpdate remove(DiskId id) {
        return volumes.delete(id, Parameters.NONE.with("force", true));
    }

    /** Deletes a volume that is in use no more: {@code POST .../config} with {@code delete}. */
    public ConfigUpdate remove(UnusedId id) {
        return volumes.detach(id);
    }

    /**
     * The same only if it is still this volume.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if it is not
     */
    public ConfigUpdate remove(DiskId id, VolumeId expected) {
        return volumes.delete(id, expected, Parameters.NONE.with("force", true));
    }

    /**
     * Deletes a volume that is in use no more only if it is still this one.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if it is not
     */
    public ConfigUpdate remove(UnusedId id, VolumeId expected) {
        return volumes.delete(id, expected, Parameters.NONE);
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.MountPoint;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Storage;
import io.jenkins.plugins.proxmox.core.storage.Storages;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The backups of a guest, as far as its node sees them. */
public final class GuestBackups {
    private static final String CONTENT = "backup";

    private final Site site;
    private final Guest guest;

    GuestBackups(Site site, Guest guest) {
        this.site = site;
        this.guest = guest;
    }

    /** All of them, the latest first: {@code GET /nodes/{node}/storage/{storage}/content} of each storage that has some. */
    public List<Volume> list() {
        Storages storages = new Storages(site.tasks(), guest.node());
        return storages.withContent(CONTENT).stream()
                .map(Storage::id)
                .flatMap(id -> new NodeStorage(site.tasks(), guest.node(), id).volumes(CONTENT, guest.vmid()).stream())
                .sorted(Comparator.comparing((Volume v) -> v.created().orElse(Instant.EPOCH))
                        .reversed())
                .toList();
    }

    /**
     * Makes one: {@code POST /nodes/{node}/vzdump}.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if the guest is on another node by now
     */
    public Task make(BackupOptions options) {
        return new Backups(site, guest.node())
                .make(List.of(guest.vmid()), options)
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.NotFound(), guest + " is no longer there, so nothing was backed up"));
    }

    /**
     * The archive that a backup task of this guest made.
     *
     * @param storage where the task put it
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the task's log does not tell
     */
    public VolumeId archive(Task task, String storage) {
        return Optional.ofNullable(Backups.archives(task, storage).get(guest.vmid()))
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.OutcomeUnknown(), "The log of task " + task + " tells of no archive of " + guest));
    }

    /**
     * Makes the guest what it was in a backup. What it is now is lost, with its snapshots; it has to be off and not
     * protected. The disks of a VM go to the storages they came from, all volumes of a container to the one of its root
     * file system.
     */
    public Creation<? extends Guest> restore(VolumeId archive) {
        RestoreCall call = RestoreCall.replacing(archive, guest.vmid());
        if (guest instanceof Container container) {
            // Proxmox VE would put all of a container's volumes onto the storage "local".
            Optional<VolumeId> root = Optional.ofNullable(
                            container.mountPoints().attached().get(MountPointId.ROOTFS))
                    .flatMap(MountPoint::volume);
            return new Containers(site, guest.node())
                    .restore(root.map(volume -> call.storage(volume.storage())).orElse(call));
        }
        return new VirtualMachines(site, guest.node()).restore(call);
    }
}

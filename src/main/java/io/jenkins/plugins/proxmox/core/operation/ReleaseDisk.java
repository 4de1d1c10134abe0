package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Optional;

/** Takes a volume its place, and deletes it if that was asked for. */
record ReleaseDisk(DiskRequest request) implements DiskWork {
    @Override
    public boolean prepare(OperationContext context, FoundGuest guest, GuestConfig config) {
        ChangeDisk.requireThere(guest, config, request.disk());
        if (deletes()
                && guest.guest() instanceof Container
                && request.disk() instanceof MountPointId
                && guest.status().running()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    request.disk() + " of the container " + guest
                            + " can't be deleted while it runs; stop it first, or detach the volume");
        }
        config.volume(request.disk()).ifPresent(volume -> context.memo().put(VOLUME, volume.toString()));
        return true;
    }

    private boolean deletes() {
        return request.action() == DiskAction.DELETE;
    }

    @Override
    public Task make(OperationContext context, Guest guest) {
        Optional<VolumeId> volume = context.memo().text(VOLUME).map(VolumeId::parse);
        if (guest instanceof VirtualMachine machine) {
            if (request.disk() instanceof UnusedId unused) {
                return machine.disks().remove(unused, volume.orElseThrow()).task();
            }
            DiskId disk = (DiskId) request.disk();
            return deletes() && volume.isPresent()
                    ? machine.disks().remove(disk, volume.get()).task()
                    : machine.disks().detach(disk).task();
        }
        Container container = (Container) guest;
        return request.disk() instanceof UnusedId unused
                ? container.mountPoints().remove(unused, volume.orElseThrow()).task()
                : container.mountPoints().detach((MountPointId) request.disk()).task();
    }

    /** What lost its place can come to stand in another one. */
    @Override
    public boolean shows(Memo memo, GuestConfig config) {
        Optional<VolumeId> now = config.volume(request.disk());
        return config.value(request.disk().text()).isEmpty()
                || !now.map(VolumeId::toString).equals(memo.text(VOLUME));
    }

    @Override
    public String[] taskTypes() {
        return new String[] {"qmconfig"};
    }

    @Override
    public String details(Memo memo) {
        return memo.text(VOLUME).orElse("");
    }
}

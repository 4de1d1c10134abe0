package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.Disk;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Optional;

/** Brings a disk to another storage or into another format; either way it becomes another volume. */
record MoveDisk(DiskRequest request) implements DiskWork {
    @Override
    public boolean prepare(OperationContext context, FoundGuest guest, GuestConfig config) {
        ChangeDisk.requireThere(guest, config, request.disk());
        boolean machine = guest.guest() instanceof VirtualMachine;
        VolumeId volume = config.volume(request.disk())
                .filter(id -> Optional.ofNullable(
                                request.disk() instanceof DiskId disk
                                        ? config.disks().get(disk)
                                        : null)
                        .filter(Disk::cdrom)
                        .isEmpty())
                .orElseThrow(() -> ProxmoxException.invalid(
                        "disk",
                        request.disk() + " of " + guest + " is no volume that could be moved, but "
                                + config.value(request.disk().text()).orElse("")));
        if (!machine && request.format().isPresent()) {
            throw ProxmoxException.invalid(
                    "format", "format is not possible for the container " + guest + ", only for VMs");
        }
        if (volume.storage().equals(storage())
                && request.format()
                        .filter(wanted -> !wanted.equals(format(volume)))
                        .isEmpty()) {
            return false;
        }
        Checks.storage(context.cluster(), guest.guest().node(), storage(), machine ? "images" : "rootdir");
        if (!machine && guest.status().running()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    "Volumes of the container " + guest + " can't be moved while it runs; stop it first");
        }
        context.memo().put(VOLUME, volume.toString());
        return true;
    }

    /** The name of a file tells its format; what is no file is raw. */
    private static String format(VolumeId volume) {
        String name = volume.name();
        return name.endsWith(".qcow2") ? "qcow2" : name.endsWith(".vmdk") ? "vmdk" : "raw";
    }

    private String storage() {
        return request.storage().orElseThrow();
    }

    @Override
    public Task make(OperationContext context, Guest guest) {
        return guest instanceof VirtualMachine machine
                ? machine.disks().move((DiskId) request.disk(), storage(), request.format(), request.deleteSource())
                : ((Container) guest)
                        .mountPoints()
                        .move((MountPointId) request.disk(), storage(), request.deleteSource());
    }

    @Override
    public boolean shows(Memo memo, GuestConfig config) {
        return config.volume(request.disk())
                .filter(volume -> volume.storage().equals(storage()))
                .filter(volume -> !memo.text(VOLUME).equals(Optional.of(volume.toString())))
                .isPresent();
    }

    @Override
    public String[] taskTypes() {
        return new String[] {"qmmove", "move_volume"};
    }

    @Override
    public String details(Memo memo) {
        return "from " + memo.text(VOLUME).orElse("") + " to " + storage();
    }
}

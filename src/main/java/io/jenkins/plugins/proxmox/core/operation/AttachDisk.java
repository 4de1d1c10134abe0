package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.NewDisk;
import io.jenkins.plugins.proxmox.core.config.NewMountPoint;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Map;

/** Gives a volume a place where there is none. Whatever is there later is ours: nobody can take the place twice. */
record AttachDisk(DiskRequest request) implements DiskWork {
    private static final String ISO = "iso/";

    @Override
    public boolean prepare(OperationContext context, FoundGuest guest, GuestConfig config) {
        String key = request.disk().text();
        if (config.value(key).isPresent()) {
            throw new ProxmoxException(
                    new Problem.AlreadyExists(),
                    key + " of " + guest + " is taken already, by "
                            + config.value(key).get());
        }
        boolean machine = guest.guest() instanceof VirtualMachine;
        if (!machine && request.format().isPresent()) {
            throw ProxmoxException.invalid(
                    "format", "format is not possible for the container " + guest + ", only for VMs");
        }
        request.storage()
                .ifPresent(storage -> Checks.storage(
                        context.cluster(), guest.guest().node(), storage, machine ? "images" : "rootdir"));
        request.volume()
                .ifPresent(volume ->
                        context.memo().put(VOLUME, volume(guest, config, volume).toString()));
        String text = text(context.memo());
        Volumes.permitOthers(context, guest.guest().vmid(), Map.of(key, text));
        return true;
    }

    private static VolumeId volume(FoundGuest guest, GuestConfig config, String text) {
        UnusedId unused = UnusedId.find(text).orElse(null);
        if (unused == null) {
            return VolumeId.parse(text);
        }
        VolumeId volume = config.unused().get(unused);
        if (volume == null) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There is no " + text + " of " + guest + "; it has "
                            + (config.unused().isEmpty()
                                    ? "no unused volumes"
                                    : config.unused().keySet()));
        }
        return volume;
    }

    @Override
    public Task make(OperationContext context, Guest guest) {
        Memo memo = context.memo();
        if (guest instanceof VirtualMachine machine) {
            return machine.disks().attach((DiskId) request.disk(), disk(memo)).task();
        }
        return ((Container) guest)
                .mountPoints()
                .attach((MountPointId) request.disk(), mountPoint(memo))
                .task();
    }

    private String text(Memo memo) {
        return request.disk() instanceof DiskId
                ? disk(memo).text()
                : mountPoint(memo).text();
    }

    private NewDisk disk(Memo memo) {
        NewDisk disk = memo.text(VOLUME)
                .map(VolumeId::parse)
                .map(volume -> volume.name().startsWith(ISO) ? NewDisk.cdrom(volume) : NewDisk.of(volume))
                .orElseGet(() -> NewDisk.on(
                        request.storage().orElseThrow(), request.newSize().orElseThrow()));
        disk = request.format().isPresent() ? disk.format(request.format().get()) : disk;
        for (Map.Entry<String, String> option : request.options().entrySet()) {
            disk = disk.option(option.getKey(), value(option));
        }
        return disk;
    }

    /** The one option of disks that looks like a truth value and is none. */
    private static String value(Map.Entry<String, String> option) {
        boolean discard = option.getKey().equals("discard");
        return discard && option.getValue().equals("1")
                ? "on"
                : discard && option.getValue().equals("0") ? "ignore" : option.getValue();
    }

    private NewMountPoint mountPoint(Memo memo) {
        String path = request.path().orElse("");
        NewMountPoint point = memo.text(VOLUME)
                .map(VolumeId::parse)
                .map(volume -> NewMountPoint.of(volume, path))
                .orElseGet(() -> NewMountPoint.on(
                        request.storage().orElseThrow(), request.newSize().orElseThrow(), path));
        for (Map.Entry<String, String> option : request.options().entrySet()) {
            point = point.option(option.getKey(), option.getValue());
        }
        return point;
    }

    @Override
    public boolean shows(Memo memo, GuestConfig config) {
        return new Setting(request.disk().text(), text(memo)).isIn(config, false);
    }

    @Override
    public String[] taskTypes() {
        return new String[] {"qmconfig"};
    }

    @Override
    public String details(Memo memo) {
        return memo.text(VOLUME)
                .orElseGet(() -> "a new volume of " + request.newSize().orElseThrow() + " on "
                        + request.storage().orElseThrow());
    }
}

package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The disk with the system of a guest: a container's root file system, and of a VM the first disk of its boot order.
 *
 * @param id where it is attached
 * @param size absent if Proxmox has not noted it
 */
public record BootDisk(VolumeKey id, Optional<DataSize> size) {
    private static final String ORDER = "order=";

    /** The one of a guest; absent if none is told from the others. */
    public static Optional<BootDisk> of(GuestConfig config) {
        MountPoint root = config.mountPoints().get(MountPointId.ROOTFS);
        if (root != null) {
            return Optional.of(new BootDisk(root.id(), root.size()));
        }
        List<Disk> disks = config.disks().values().stream()
                .filter(disk -> isBootable(disk.id()) && !disk.cdrom() && !disk.cloudInit())
                .toList();
        return ordered(config, disks)
                .or(() -> disks.size() == 1 ? Optional.of(disks.get(0)) : Optional.empty())
                .or(() -> unordered(config, disks))
                .map(disk -> new BootDisk(disk.id(), disk.size()));
    }

    private static boolean isBootable(DiskId id) {
        return id.bus() != DiskId.Bus.EFIDISK && id.bus() != DiskId.Bus.TPMSTATE;
    }

    /** VMs from before 6.2 have no order, but {@code bootdisk}, or take the first one of all. */
    private static Optional<Disk> unordered(GuestConfig config, List<Disk> disks) {
        return order(config).isPresent()
                ? Optional.empty()
                : config.value("bootdisk")
                        .flatMap(name -> first(disks, disk -> disk.id().text().equals(name)))
                        .or(() -> first(disks, disk -> true));
    }

    private static Optional<Disk> ordered(GuestConfig config, List<Disk> disks) {
        return order(config)
                .flatMap(order -> Arrays.stream(order.split(";"))
                        .map(String::trim)
                        .flatMap(name -> first(disks, disk -> disk.id().text().equals(name)).stream())
                        .findFirst());
    }

    private static Optional<String> order(GuestConfig config) {
        return config.value("boot").filter(text -> text.startsWith(ORDER)).map(text -> text.substring(ORDER.length()));
    }

    private static Optional<Disk> first(List<Disk> disks, Predicate<Disk> wanted) {
        return disks.stream().filter(wanted).findFirst();
    }
}

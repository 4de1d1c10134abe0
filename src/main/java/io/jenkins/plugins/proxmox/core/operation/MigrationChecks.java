package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.MountPoint;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.MigrationOutlook;
import io.jenkins.plugins.proxmox.core.guest.MigrationOutlook.LocalDisk;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether a guest can go to another node as it is asked for; each check throws a {@link ProxmoxException} if not. */
record MigrationChecks(FoundGuest guest, String target, boolean withLocalDisks, Optional<String> targetStorage) {
    void node(Cluster cluster) {
        List<String> online = cluster.nodes().online();
        if (!online.contains(target)) {
            throw ProxmoxException.invalid(
                    "target",
                    "There is no node '" + target + "' that is online (target); expected is one of "
                            + online.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    void all(Cluster cluster) {
        boolean machine = guest.guest() instanceof VirtualMachine;
        targetStorage.ifPresent(storage -> Checks.storage(cluster, target, storage, machine ? "images" : "rootdir"));
        if (guest.guest() instanceof VirtualMachine vm) {
            machine(vm.migrationTo(target));
        } else {
            container();
        }
    }

    void machine(MigrationOutlook outlook) {
        if (!outlook.localDevices().isEmpty()) {
            throw stays("it uses devices of its node: " + String.join(", ", outlook.localDevices()));
        }
        Optional<String> image = volumes(outlook, disk -> disk.cdrom() && !disk.cloudInit());
        if (image.isPresent()) {
            throw stays("other nodes don't share its CD-ROM " + image.get() + "; take it out first");
        }
        Optional<String> clone = volumes(outlook, LocalDisk::linkedClone);
        if (clone.isPresent()) {
            throw stays("it is a linked clone, and other nodes don't share its template's disk: " + clone.get());
        }
        List<String> missing = outlook.missing().getOrDefault(target, List.of());
        if (!missing.isEmpty() && targetStorage.isEmpty()) {
            throw ProxmoxException.invalid(
                    "targetStorage",
                    guest + " can't go to " + target + ", which lacks the storage " + String.join(", ", missing)
                            + "; expected is another target, or a targetStorage");
        }
        Optional<String> disks = volumes(outlook, disk -> !disk.cdrom() && disk.attached());
        if (outlook.running() && disks.isPresent() && !withLocalDisks && targetStorage.isEmpty()) {
            throw ProxmoxException.invalid(
                    "withLocalDisks",
                    guest + " runs and has disks that other nodes don't share: " + disks.get()
                            + "; expected is withLocalDisks: true, or a targetStorage");
        }
    }

    private static Optional<String> volumes(MigrationOutlook outlook, Predicate<LocalDisk> which) {
        return Optional.of(outlook.localDisks().stream()
                        .filter(which)
                        .map(LocalDisk::volume)
                        .sorted()
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty());
    }

    /** Nobody tells before version 9.2 what is in a container's way. */
    private void container() {
        guest.guest().config().mountPoints().values().stream()
                .filter(point -> point.volume().isEmpty())
                .filter(point -> !point.text().flag("shared").orElse(false))
                .map(MountPoint::toString)
                .findFirst()
                .ifPresent(point -> {
                    throw stays("it has a directory or device of its node: " + point);
                });
    }

    private ProxmoxException stays(String reason) {
        return new ProxmoxException(
                new Problem.Unsupported(),
                guest + " can't go from " + guest.guest().node() + " to " + target + ", since " + reason);
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.MountPoint;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Optional;

/**
 * Finds what is to be restored to where, and whether that can come true; each check throws a {@link ProxmoxException}.
 */
record RestoreChecks(RestoreRequest request, Cluster cluster, BackupFinder finder) {
    /** The guest that is to be replaced: the one that was backed up, if it is there and no other is wanted. */
    Optional<FoundGuest> replaced(Optional<VmId> owner) {
        if (request.asNew()) {
            request.vmid().ifPresent(vmid -> Checks.free(cluster, vmid));
            return Optional.empty();
        }
        VmId vmid = owner.orElseThrow(() -> ProxmoxException.invalid(
                "backup",
                "backup: the name '" + request.backup().map(VolumeId::toString).orElse("")
                        + "' does not tell of which guest it is; expected is vmid, or asNew: true"));
        Optional<FoundGuest> there = finder.guest(vmid);
        if (there.isEmpty()) {
            Checks.free(cluster, vmid);
        }
        there.ifPresent(this::replaceable);
        return there;
    }

    private void replaceable(FoundGuest guest) {
        String name = guest.toString();
        request.node().filter(node -> !node.equals(guest.guest().node())).ifPresent(node -> {
            throw ProxmoxException.invalid(
                    "node",
                    "node: '" + node + "' is not where " + name + " is, which is to be replaced; expected is "
                            + guest.guest().node() + ", or vmid or asNew: true for a new guest");
        });
        request.pool().ifPresent(pool -> {
            throw ProxmoxException.invalid(
                    "pool",
                    "pool: '" + pool + "' is for new guests, but " + name
                            + " is to be replaced and stays where it is; expected is vmid or asNew: true along with it");
        });
        if (guest.status().hibernated()) {
            throw new ProxmoxException(
                    new Problem.WrongState(), name + " is hibernated, so it can't be replaced; start it first");
        }
        if (!guest.status().stopped() && !request.force()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    name + " on " + guest.guest().node()
                            + " runs, so it can't be replaced; expected is force: true, which stops it, or vmid or"
                            + " asNew: true for a new guest");
        }
    }

    /** Where a backup was taken from is where it goes back to, if nothing else is said. */
    Volume backup(VolumeId id, Optional<FoundGuest> replaced, Optional<String> home) {
        List<String> nodes = replaced.map(guest -> List.of(guest.guest().node()))
                .or(() -> request.node().map(List::of))
                .orElseGet(() -> finder.nodes(home));
        request.node().ifPresent(node -> Checks.node(cluster, node));
        return finder.find(id, nodes).orElseThrow(() -> BackupFinder.notFound(id, nodes));
    }

    GuestType type(Volume backup, Optional<FoundGuest> replaced) {
        GuestType type = backup.subtype()
                .orElseThrow(() -> ProxmoxException.invalid(
                        "backup",
                        "backup: the name '" + backup.id()
                                + "' does not tell whether it is of a VM or of a container"));
        replaced.filter(guest -> guest.guest().type() != type).ifPresent(guest -> {
            throw ProxmoxException.invalid(
                    "backup",
                    "backup: '" + backup.id() + "' is of a " + type.noun() + ", but " + guest + " is a "
                            + guest.guest().type().noun() + "; expected is vmid or asNew: true");
        });
        return type;
    }

    void unprotected(FoundGuest guest, GuestConfig present) {
        if (present.protection()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    guest + " is protected, so it can't be replaced until it is not any more");
        }
    }

    /** A container needs one; if nothing is said, the one of the replaced guest, or the one it came from. */
    Optional<String> storage(Volume backup, GuestType type, GuestConfig saved, Optional<GuestConfig> present) {
        String content = type == GuestType.CONTAINER ? "rootdir" : "images";
        if (request.storage().isPresent() || type == GuestType.VIRTUAL_MACHINE) {
            request.storage().ifPresent(storage -> Checks.storage(cluster, backup.node(), storage, content));
            return request.storage();
        }
        if (present.isPresent()) {
            return root(present.get()).or(() -> root(saved));
        }
        List<String> suitable =
                Checks.suitable(cluster.nodes().of(backup.node()).storages().list(), content);
        return Optional.of(root(saved)
                .filter(suitable::contains)
                .orElseGet(() -> CreateChecks.storage(cluster, backup.node(), Optional.empty(), content)));
    }

    private static Optional<String> root(GuestConfig config) {
        return Optional.ofNullable(config.mountPoints().get(MountPointId.ROOTFS))
                .flatMap(MountPoint::volume)
                .map(VolumeId::storage);
    }

    void readiness(GuestType type, GuestConfig saved, String name) {
        if (request.start() && saved.template()) {
            throw ProxmoxException.invalid(
                    request.waitFor() == Readiness.NONE ? "start" : "waitFor",
                    "The backup is of the template " + name + ", which can't be started");
        }
        Arrival.check(request.waitFor(), type, name);
        Arrival.checkAgent(request.waitFor(), type, name, saved.value("agent").orElse("0"), "");
    }
}

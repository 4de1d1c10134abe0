package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.Snapshot;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.storage.Storage;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out before anything is touched what Proxmox would refuse later, and says what it could have been. */
final class Checks {
    private Checks() {}

    static void node(Cluster cluster, String node) {
        List<String> nodes = cluster.nodes().online();
        if (!nodes.contains(node)) {
            throw ProxmoxException.invalid(
                    "node", "There is no node '" + node + "' that is online; expected is one of " + choices(nodes));
        }
    }

    /** A pool that the credentials may not see can't be told from one that does not exist. */
    static void pool(Cluster cluster, String pool) {
        Set<String> pools = cluster.pools().list();
        if (!pools.contains(pool)) {
            throw ProxmoxException.invalid(
                    "pool",
                    "There is no pool '" + pool + "' that the credentials may see (Pool.Audit); expected is one of "
                            + choices(pools));
        }
    }

    static void free(Cluster cluster, VmId vmid) {
        if (!cluster.isFree(vmid)) {
            throw new ProxmoxException(
                    new Problem.AlreadyExists(),
                    "The VMID " + vmid + " is taken already; expected is a free one, or none to get one");
        }
    }

    static void storage(Cluster cluster, String node, String storage, String content) {
        List<Storage> storages = cluster.nodes().of(node).storages().list();
        boolean known = storages.stream().anyMatch(s -> s.id().equals(storage));
        List<String> suitable = suitable(storages, content);
        if (!known) {
            throw ProxmoxException.invalid(
                    "storage",
                    "There is no storage '" + storage + "' on node " + node
                            + " that the credentials may see (Datastore.Audit); expected is one of "
                            + choices(suitable));
        }
        if (!suitable.contains(storage)) {
            throw ProxmoxException.invalid(
                    "storage",
                    "The storage '" + storage + "' on node " + node + " does not take " + content
                            + " or is not active; expected is one of " + choices(suitable));
        }
    }

    static List<String> suitable(List<Storage> storages, String content) {
        return storages.stream().filter(s -> s.takes(content)).map(Storage::id).toList();
    }

    static void snapshot(FoundGuest guest, SnapshotName name) {
        List<Snapshot> snapshots = guest.guest().snapshots().list();
        if (snapshots.stream().noneMatch(s -> s.name().equals(name.text()))) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    "There is no snapshot '" + name + "' of " + guest + "; expected is one of "
                            + choices(snapshots.stream().map(Snapshot::name).toList()));
        }
    }

    /**
     * Finds out at the price of one call what would otherwise make another failed task.
     *
     * @throws ProxmoxException with {@link Problem.Locked}
     */
    static void unlockedByNow(OperationContext context, Guest guest) {
        if (context.obstructed()) {
            guest.status()
                    .lock()
                    .map(Problem.Locked::new)
                    .filter(Problem.Locked::inConfiguration)
                    .ifPresent(lock -> {
                        throw new ProxmoxException(lock, guest + " is locked (" + lock.lock() + ")");
                    });
        }
    }

    /**
     * Lets only a guest pass that bears a mark, if one is wanted: after its end, somebody else's may have its VMID.
     *
     * @throws ProxmoxException with {@link Problem.NotFound}
     */
    static void marked(Guest guest, Optional<Mark> wanted) {
        if (wanted.isPresent() && !wanted.get().isOn(guest.config())) {
            throw new ProxmoxException(
                    new Problem.NotFound(), guest + " is another guest by now; the one that is meant is gone");
        }
    }

    static void noTemplate(FoundGuest guest, String action) {
        if (guest.status().template()) {
            throw ProxmoxException.invalid(
                    "guest", guest + " on " + guest.guest().node() + " is a template, which can't be " + action);
        }
    }

    /** Refuses a guest that has the VMID of another one by now, or is a copy of it. */
    static void marked(FoundGuest guest, Mark mark, GuestConfig config) {
        if (!mark.isOn(config)) {
            throw new ProxmoxException(
                    new Problem.NotFound(),
                    guest + " on " + guest.guest().node() + " is not the guest that operation " + mark.operation()
                            + " has made: its description does not bear the mark that says so");
        }
    }

    static String choices(Collection<String> names) {
        return names.isEmpty() ? "(there are none)" : names.stream().sorted().collect(Collectors.joining(", "));
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;

/**
 * A clone that is to be made.
 *
 * @param newId its VMID; not reserved by anybody, so somebody else can win it
 * @param full a copy of its own instead of one that stays linked to its template; absent: linked to templates, full
 *     copies of others
 * @param storage where the disks of a full clone go; the source's storages if absent
 * @param node where the clone goes if not to its source's node; the disks must be on shared storage then
 * @param pool of which the clone becomes a member, when the task ends
 * @param snapshot the state that is cloned; what the source is now if absent
 * @param description that of the source if absent
 */
public record CloneCall(
        VmId newId,
        Optional<GuestName> name,
        Optional<Boolean> full,
        Optional<String> storage,
        Optional<String> node,
        Optional<String> pool,
        Optional<SnapshotName> snapshot,
        Optional<String> description) {
    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if one of them can't be
     *     right
     */
    public CloneCall {
        storage = storage.map(Names::storage);
        node = node.map(Names::node);
        pool = pool.map(Names::pool);
        if (storage.isPresent() && full.filter(f -> !f).isPresent()) {
            throw ProxmoxException.invalid(
                    "storage",
                    "storage: '" + storage.get() + "' needs a full clone; a linked one stays where its"
                            + " template is");
        }
    }

    /** Linked if the source is a template, else full; with the name that Proxmox gives it. */
    public static CloneCall to(VmId newId) {
        return new CloneCall(
                newId,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with a name. */
    public CloneCall named(GuestName newName) {
        return new CloneCall(newId, Optional.of(newName), full, storage, node, pool, snapshot, description);
    }

    /** The same, with disks of its own. */
    public CloneCall asFull() {
        return new CloneCall(newId, name, Optional.of(true), storage, node, pool, snapshot, description);
    }

    /** The same, with disks that stay linked to those of the source. */
    public CloneCall asLinked() {
        return new CloneCall(newId, name, Optional.of(false), storage, node, pool, snapshot, description);
    }

    /** The same, with disks of its own on this storage. */
    public CloneCall onStorage(String newStorage) {
        return new CloneCall(
                newId, name, Optional.of(true), Optional.of(newStorage), node, pool, snapshot, description);
    }

    /** The same on another node. */
    public CloneCall onNode(String newNode) {
        return new CloneCall(newId, name, full, storage, Optional.of(newNode), pool, snapshot, description);
    }

    /** The same in a pool. */
    public CloneCall inPool(String newPool) {
        return new CloneCall(newId, name, full, storage, node, Optional.of(newPool), snapshot, description);
    }

    /** The same, of a snapshot. */
    public CloneCall of(SnapshotName newSnapshot) {
        return new CloneCall(newId, name, full, storage, node, pool, Optional.of(newSnapshot), description);
    }

    /** The same with a description. */
    public CloneCall describedAs(String newDescription) {
        return new CloneCall(newId, name, full, storage, node, pool, snapshot, Optional.of(newDescription));
    }

    Parameters parameters(GuestType type) {
        return Parameters.NONE
                .with("newid", newId)
                .with(type == GuestType.VIRTUAL_MACHINE ? "name" : "hostname", name)
                .with("full", full)
                .with("storage", storage)
                .with("target", node)
                .with("pool", pool)
                .with("snapname", snapshot)
                .with("description", description);
    }
}

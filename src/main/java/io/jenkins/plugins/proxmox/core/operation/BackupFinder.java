package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.policy.GuestTraits;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds backups, and whose they are. */
record BackupFinder(OperationContext context) {
    /**
     * Reads what names a backup.
     *
     * @throws ProxmoxException with {@link Problem.Parameter}
     */
    static VolumeId parse(String text) {
        Optional<VolumeId> volume =
                VolumeId.find(text.trim()).filter(id -> id.name().startsWith("backup/"));
        return volume.orElseThrow(() -> ProxmoxException.invalid(
                "backup",
                "backup: '" + text.trim() + "' is no backup; expected is what proxmoxBackup returned, or a volume as in"
                        + " local:backup/vzdump-qemu-100-2026_11_22-14_03_01.vma.zst"));
    }

    /**
     * The backup as the first of these nodes tells of it that sees it.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if none of them sees even its storage
     */
    Optional<Volume> find(VolumeId id, List<String> nodes) {
        boolean known = false;
        for (String node : nodes) {
            Optional<List<Volume>> there = backups(id.storage(), node);
            known |= there.isPresent();
            Optional<Volume> found = there.stream()
                    .flatMap(List::stream)
                    .filter(it -> it.id().equals(id))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        if (!known) {
            throw ProxmoxException.invalid(
                    "backup",
                    "backup: '" + id + "' is on no storage that the credentials may see (Datastore.Audit) on "
                            + String.join(", ", nodes));
        }
        return Optional.empty();
    }

    /** Empty if this node does not have the storage, or the credentials may not see it. */
    private Optional<List<Volume>> backups(String storage, String node) {
        try {
            return Optional.of(new NodeStorage(context.cluster().tasks(), node, storage).volumes(Volume.BACKUP));
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class) || e.is(Problem.Permission.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The nodes that are online, this one first. */
    List<String> nodes(Optional<String> first) {
        List<String> nodes = new ArrayList<>(context.cluster().nodes().online());
        nodes.sort(Comparator.comparing(node -> first.filter(node::equals).isEmpty()));
        return nodes;
    }

    static ProxmoxException notFound(VolumeId id, List<String> nodes) {
        return new ProxmoxException(
                new Problem.NotFound(),
                "There is no backup '" + id + "' that the credentials may see on " + String.join(", ", nodes));
    }

    /** The newest of a guest that its node sees. */
    Volume newest(GuestReference reference) {
        Guest guest = context.cluster().guests().find("guest", reference).guest();
        return guest.backups().list().stream()
                .findFirst()
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.NotFound(),
                        "There is no backup of " + guest + " on the storages that node " + guest.node() + " sees"));
    }

    /** The guest that has the VMID of the one that was backed up. */
    Optional<FoundGuest> guest(VmId vmid) {
        Optional<GuestEntry> there = context.cluster().guests().list().stream()
                .filter(entry -> entry.vmid().equals(vmid))
                .findFirst();
        return there.map(entry -> context.cluster().guests().find("backup", new GuestReference.ByVmId(vmid)));
    }

    /** What the guest was like when it was backed up. */
    GuestConfig config(Volume backup) {
        return GuestConfig.ofFile(new NodeStorage(context.cluster().tasks(), backup.node(), backup.storage())
                .configurationIn(backup.id()));
    }

    /**
     * Lets only pass what may be done with a backup. Whose it is, is told by what is inside: the VMID may belong to another
     * guest by now. Only the pool, of which a backup knows nothing, is that of the guest that has the VMID.
     */
    void permit(Right right, Volume backup) {
        context.permit(right, () -> {
            VmId vmid = backup.vmid()
                    .orElseThrow(() -> new ProxmoxException(
                            new Problem.Denied(),
                            "The name of the backup '" + backup.id() + "' does not tell of which guest it is, so the"
                                    + " policy of the connection can't allow anything with it"));
            GuestConfig config = config(backup);
            Optional<String> pool = context.cluster().guests().list().stream()
                    .filter(entry -> entry.vmid().equals(vmid))
                    .findFirst()
                    .flatMap(GuestEntry::pool);
            return new GuestTraits(vmid, config.name(), pool, config.tags(), context.isOwn(vmid, config));
        });
    }
}

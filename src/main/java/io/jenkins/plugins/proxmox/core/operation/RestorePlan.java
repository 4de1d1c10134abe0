package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.Node;
import io.jenkins.plugins.proxmox.core.guest.RestoreCall;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Optional;

/**
 * What is restored, and how; kept in the memo.
 *
 * @param node where
 * @param owner the VMID of the guest that was backed up, if the archive tells it
 * @param name what it will be called
 * @param description what it shall be instead of the one in the archive, without the mark of a new guest; empty for no
 *     other
 * @param tags what they shall be instead of those in the archive; none for no other
 * @param replaces whether there is a guest that is replaced
 */
record RestorePlan(
        GuestType type,
        VolumeId archive,
        String node,
        Optional<VmId> owner,
        String name,
        String description,
        List<Tag> tags,
        Optional<String> storage,
        boolean unique,
        boolean replaces) {
    private static final String ARCHIVE = "archive";
    private static final String REPLACES = "replaces";

    void write(Memo memo) {
        memo.put("type", type.path());
        memo.put(ARCHIVE, archive.toString());
        memo.put("node", node);
        owner.ifPresent(vmid -> memo.put("owner", vmid.number()));
        memo.put("name", name);
        memo.put("description", description);
        memo.put("tags", Tag.join(tags));
        storage.ifPresent(id -> memo.put("storage", id));
        memo.put("unique", unique);
        memo.put(REPLACES, replaces);
    }

    static RestorePlan read(Memo memo) {
        return new RestorePlan(
                GuestType.ofPath(memo.text("type").orElse("")).orElseThrow(),
                VolumeId.parse(memo.text(ARCHIVE).orElse("")),
                memo.text("node").orElseThrow(),
                memo.text("owner").flatMap(VmId::find),
                memo.text("name").orElse(""),
                memo.text("description").orElse(""),
                Tag.list(memo.text("tags").orElse("")),
                memo.text("storage"),
                memo.flag("unique"),
                memo.flag(REPLACES));
    }

    static boolean replaces(Memo memo) {
        return memo.flag(REPLACES);
    }

    /**
     * The call.
     *
     * @param newName instead of the one in the archive
     * @param newDescription empty if it shall be the one in the archive
     * @param newTags none if they shall be those in the archive
     */
    Task begin(
            Cluster cluster,
            VmId vmid,
            Optional<GuestName> newName,
            Optional<String> pool,
            String newDescription,
            List<Tag> newTags) {
        ConfigChange options = ConfigChange.none();
        if (newName.isPresent()) {
            options = options.set(
                    type == GuestType.CONTAINER ? "hostname" : "name",
                    newName.get().text());
        }
        options = newDescription.isEmpty() ? options : options.description(newDescription);
        options = newTags.isEmpty() ? options : options.tags(newTags);
        RestoreCall call = new RestoreCall(archive, vmid, replaces, unique, storage, options, pool);
        Node where = cluster.nodes().of(node);
        return type == GuestType.CONTAINER
                ? where.containers().restore(call).task()
                : where.virtualMachines().restore(call).task();
    }
}

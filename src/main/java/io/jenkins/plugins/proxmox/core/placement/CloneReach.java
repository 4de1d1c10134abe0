package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.storage.StorageEntry;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * To which nodes a template can be cloned. The node of the template makes the clone, and hands it to another one only if all
 * disks and CD-ROMs of the template are on shared storage, and the clone's too.
 */
record CloneReach(Resources resources, CloneWish wish) {
    /** A linked clone grows with what is written to it, and a pool that is full stops all guests that have a disk there. */
    private static final DataSize OF_LINKED = DataSize.ofGiB(1);

    /** Why it can't get to a node, to be read after the node's name. */
    Optional<String> obstacle(Template template, String node) {
        if (!node.equals(template.node())) {
            Optional<String> local = template.storages().stream()
                    .sorted()
                    .filter(id -> !isShared(id))
                    .findFirst();
            if (local.isPresent()) {
                return Optional.of("can't get a clone of " + template + " on " + template.node()
                        + ", since its storage " + local.get() + " is not shared");
            }
            if (wish.storage().filter(id -> !isShared(id)).isPresent()) {
                return Optional.of("can't get a clone from " + template.node() + " on "
                        + wish.storage().get() + ", which is not shared");
            }
        }
        return wish.storage().flatMap(id -> content(template, id, node));
    }

    private Optional<String> content(Template template, String storage, String node) {
        String content = template.type() == GuestType.VIRTUAL_MACHINE ? "images" : "rootdir";
        return entries(storage).stream()
                        .filter(it -> it.node().equals(node))
                        .anyMatch(it -> !it.content().contains(content))
                ? Optional.of("has the storage " + storage + ", but that does not take " + content)
                : Optional.empty();
    }

    /** What a clone of it takes where it goes; storages that the credentials may not see are left out. */
    Demand demand(Template template) {
        Map<String, DataSize> space = new HashMap<>();
        template.storages().forEach(id -> add(space, id, 0));
        wish.storage().ifPresent(id -> add(space, id, 0));
        if (!wish.full()) {
            template.space().keySet().forEach(id -> space.put(id, OF_LINKED));
        } else {
            template.space().forEach((id, size) -> add(space, target(id), size.bytes()));
            growth(template)
                    .ifPresent(more -> template.bootStorage().ifPresent(id -> add(space, target(id), more.bytes())));
        }
        DataSize memory = wish.memory().orElse(template.memory());
        if (wish.ramSnapshot() && template.type() == GuestType.VIRTUAL_MACHINE) {
            // As much as is in use is written there, whatever size Proxmox VE gives the volume.
            template.bootStorage().ifPresent(id -> add(space, target(id), memory.bytes()));
        }
        // A storage that was asked for has to be there, even if nothing is known of it.
        space.keySet().removeIf(id -> entries(id).isEmpty() && !wish.storage().equals(Optional.of(id)));
        return new Demand(
                template.type(), memory, wish.processors().orElse(template.processors()), space, wish.nodes());
    }

    /** Which storages of a demand are the same on each node. */
    Set<String> shared(Demand demand) {
        return demand.space().keySet().stream().filter(this::isShared).collect(Collectors.toSet());
    }

    private String target(String storage) {
        return wish.storage().orElse(storage);
    }

    private Optional<DataSize> growth(Template template) {
        return wish.bootDisk()
                .map(goal ->
                        goal.bytes() - template.bootDisk().map(DataSize::bytes).orElse(0L))
                .filter(more -> more > 0)
                .map(DataSize::new);
    }

    private static void add(Map<String, DataSize> space, String storage, long bytes) {
        space.merge(storage, new DataSize(bytes), Template::sum);
    }

    private boolean isShared(String storage) {
        return entries(storage).stream().anyMatch(StorageEntry::shared);
    }

    private List<StorageEntry> entries(String storage) {
        return resources.storages().stream()
                .filter(it -> it.id().equals(storage))
                .toList();
    }
}

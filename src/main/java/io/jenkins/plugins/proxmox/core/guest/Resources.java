package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.storage.StorageEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a cluster has and the credentials may see, from one call. Existence, node, lock, tags and pool of a guest are
 * of this moment; names, states and figures are up to ten seconds old.
 *
 * @param storages one entry for each node that has the storage
 * @param pools their names
 * @param highAvailability whether the HA manager cares for any guest
 */
public record Resources(
        List<GuestEntry> guests,
        List<NodeEntry> nodes,
        List<StorageEntry> storages,
        List<String> pools,
        boolean highAvailability) {

    /** Those of a cluster without high availability. */
    public Resources(List<GuestEntry> guests, List<NodeEntry> nodes, List<StorageEntry> storages, List<String> pools) {
        this(guests, nodes, storages, pools, false);
    }

    /** Reads {@code GET /cluster/resources}; kinds of resource that are not known are left out. */
    static Resources of(Reply data) {
        List<GuestEntry> guests = new ArrayList<>();
        List<NodeEntry> nodes = new ArrayList<>();
        List<StorageEntry> storages = new ArrayList<>();
        List<String> pools = new ArrayList<>();
        boolean highAvailability = false;
        for (Reply entry : data.elements()) {
            highAvailability |= entry.text("hastate").isPresent();
            switch (entry.text("type").orElse("")) {
                case "qemu", "lxc" -> GuestEntry.of(entry).ifPresent(guests::add);
                case "node" -> nodes.add(NodeEntry.of(entry));
                case "storage" -> StorageEntry.of(entry).ifPresent(storages::add);
                case "pool" -> entry.text("pool").ifPresent(pools::add);
                default -> {
                    // Releases come with new kinds.
                }
            }
        }
        return new Resources(
                List.copyOf(guests), List.copyOf(nodes), List.copyOf(storages), List.copyOf(pools), highAvailability);
    }

    /** The same with what the HA manager makes of nodes, by their names. */
    public Resources with(Map<String, String> haStates) {
        return new Resources(
                guests,
                nodes.stream()
                        .map(node -> haStates.containsKey(node.name()) ? node.inState(haStates.get(node.name())) : node)
                        .toList(),
                storages,
                pools,
                highAvailability);
    }
}

package io.jenkins.plugins.proxmox.core.ownership;

import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the guests of agents are by one list of the cluster's resources.
 *
 * @param moved those that are on another node than before, by VMID
 * @param missing those that seem to be gone: a direct look at each has to say the same, and not just that the credentials
 *     may not see it, before anybody believes it
 */
public record Sightings(Map<VmId, String> moved, Set<VmId> missing) {
    /** Keeps copies. */
    public Sightings {
        moved = Map.copyOf(moved);
        missing = Set.copyOf(missing);
    }

    /**
     * Looks for guests that are known to have been made. What the list can't tell for sure is taken to be as it was: nothing
     * is missing in a list without guests or with most nodes offline, and none whose node is.
     *
     * @param resources what the cluster has now
     * @param nodes where each of the guests was last
     */
    public static Sightings of(Resources resources, Map<VmId, String> nodes) {
        if (resources.guests().isEmpty() || !canBeTrusted(resources)) {
            return new Sightings(Map.of(), Set.of());
        }
        Map<VmId, String> there = resources.guests().stream()
                .collect(Collectors.toMap(GuestEntry::vmid, GuestEntry::node, (one, other) -> one));
        Set<String> online = onlineNodes(resources);
        boolean complete = online.size() == resources.nodes().size();
        Map<VmId, String> moved = new HashMap<>();
        Set<VmId> missing = new HashSet<>();
        nodes.forEach((vmid, before) -> {
            Optional<String> now = Optional.ofNullable(there.get(vmid));
            now.filter(node -> !node.equals(before)).ifPresent(node -> moved.put(vmid, node));
            if (now.isEmpty() && (complete || online.contains(before))) {
                missing.add(vmid);
            }
        });
        return new Sightings(moved, missing);
    }

    /** A node that is cut off from the others shows them as offline, and what was there before. */
    static boolean canBeTrusted(Resources resources) {
        return onlineNodes(resources).size() * 2 > resources.nodes().size();
    }

    static Set<String> onlineNodes(Resources resources) {
        return resources.nodes().stream()
                .filter(NodeEntry::online)
                .map(NodeEntry::name)
                .collect(Collectors.toSet());
    }
}

package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Map;
import java.util.Set;

/**
 * What a new guest needs of its node.
 *
 * @param type a VM starts only on a node that has as many processors; a container takes what there is
 * @param memory it will have when it runs
 * @param processors it will have when it runs, at least 1
 * @param space what its disks take at first, by storage: their whole size for full clones, 1 GiB for linked ones
 * @param nodes where it may go; anywhere if empty
 */
public record Demand(GuestType type, DataSize memory, int processors, Map<String, DataSize> space, Set<String> nodes) {
    /** Keeps copies. */
    public Demand {
        space = Map.copyOf(space);
        nodes = Set.copyOf(nodes);
    }
}

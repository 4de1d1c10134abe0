package io.jenkins.plugins.proxmox.core.placement;

import java.util.Set;
import java.util.TreeSet;

/**
 * A clone that is possible.
 *
 * @param node where it goes
 * @param demand what it needs there
 * @param shared which storages of those that it needs are the same on each node
 */
public record CloneChoice(Template template, String node, Demand demand, Set<String> shared) {
    /** Keeps copies. */
    public CloneChoice {
        shared = Set.copyOf(shared);
    }

    /** What is kept busy while it is made: the node of the template, and each storage; one that is not shared is its node's own. */
    public Set<String> busy() {
        Set<String> busy = new TreeSet<>();
        busy.add("node/" + template.node());
        demand.space()
                .keySet()
                .forEach(id -> busy.add(shared.contains(id) ? "storage/" + id : "storage/" + id + "/" + node));
        return busy;
    }

    /** {@code debian-12 (9000) to pve2}. */
    @Override
    public String toString() {
        return template + " to " + node;
    }
}

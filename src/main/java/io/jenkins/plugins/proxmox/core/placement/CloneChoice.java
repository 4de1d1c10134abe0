package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.value.GuestType;
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

    private static final String ALONE = "source/";

    /**
     * What is kept busy while it is made: the node of the template, and each storage; one that is not shared is its node's
     * own. Of some sources only one clone can be made at a time.
     */
    public Set<String> busy() {
        Set<String> busy = new TreeSet<>();
        busy.add("node/" + template.node());
        if (isLocked()) {
            busy.add(ALONE + template.vmid());
        }
        demand.space()
                .keySet()
                .forEach(id -> busy.add(shared.contains(id) ? "storage/" + id : "storage/" + id + "/" + node));
        return busy;
    }

    /** Proxmox VE locks the configuration of a container while it is cloned, and the lock file of a VM that runs. */
    private boolean isLocked() {
        return template.type() == GuestType.CONTAINER || !template.template();
    }

    /**
     * How many clones may keep one thing busy at once.
     *
     * @param busy one of {@link #busy()}
     * @param usual for whatever can be shared at all
     */
    public static int most(String busy, int usual) {
        return busy.startsWith(ALONE) ? 1 : usual;
    }

    /** {@code debian-12 (9000) to pve2}. */
    @Override
    public String toString() {
        return template + " to " + node;
    }
}

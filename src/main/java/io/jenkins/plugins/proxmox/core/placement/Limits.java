package io.jenkins.plugins.proxmox.core.placement;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many guests there may be.
 *
 * @param cloud of the cloud, whatever their template
 * @param template of this template of the cloud
 * @param nodes of all nodes together that the guest can go to; absent if these have no limit
 */
public record Limits(Limit cloud, Limit template, Optional<Nodes> nodes) {
    /** As many as there is room for. */
    public static final Limits NONE = new Limits(new Limit("", 0), new Limit("", 0));

    /** Without one of nodes. */
    public Limits(Limit cloud, Limit template) {
        this(cloud, template, Optional.empty());
    }

    /** The same with one of nodes, if there is one. */
    public Limits on(Optional<Nodes> some) {
        return new Limits(cloud, template, some);
    }

    /**
     * One of them.
     *
     * @param name what people call the one that has the limit
     * @param guests how many at most; 0 or less for no limit
     */
    public record Limit(String name, int guests) {
        /** Whether there may be no more of them. */
        boolean isReached(int count) {
            return guests > 0 && count >= guests;
        }
    }

    /**
     * How many there may be on each node, whatever their cloud.
     *
     * @param guests how many at most, 1 or more
     * @param open nodes that the guest can go to, full ones included; none if that is not known yet
     * @param closed nodes that it can't go to anyway, by node why not, for people
     */
    public record Nodes(int guests, Set<String> open, Map<String, String> closed) {
        /** Keeps copies. */
        public Nodes {
            open = Set.copyOf(open);
            closed = Map.copyOf(closed);
        }
    }
}

package io.jenkins.plugins.proxmox.cloud.demand;

import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue.BuildableItem;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives as many builds as possible an executor each: where one would get none, others move to executors that they can use as well.
 * So it does not depend on the order of builds or agents how many get none.
 */
final class QueueMatching {
    private static final class Supply {
        private final Node node;
        private final int executors;
        private final List<BuildableItem> items = new ArrayList<>();

        Supply(Node node, int executors) {
            this.node = node;
            this.executors = executors;
        }

        boolean isSpare() {
            return items.size() < executors;
        }
    }

    private final List<Supply> supplies = new ArrayList<>();

    /** Those all of whose builds can't be anywhere but on one of them; that never changes. */
    private final Set<Supply> closed = new HashSet<>();

    void add(Node node, int executors) {
        if (executors > 0) {
            supplies.add(new Supply(node, executors));
        }
    }

    /** Whether there is an executor for one more build. */
    boolean take(BuildableItem item) {
        for (Supply supply : supplies) {
            if (supply.isSpare() && supply.node.canTake(item) == null) {
                supply.items.add(item);
                return true;
            }
        }
        return supplies.stream().anyMatch(Supply::isSpare) && makeRoom(item);
    }

    private boolean makeRoom(BuildableItem item) {
        Set<Supply> seen = new HashSet<>(closed);
        boolean made = place(item, seen);
        if (!made) {
            closed.addAll(seen);
        }
        return made;
    }

    private boolean place(BuildableItem item, Set<Supply> seen) {
        for (Supply supply : supplies) {
            if (seen.contains(supply) || supply.node.canTake(item) != null) {
                continue;
            }
            seen.add(supply);
            if (supply.isSpare()) {
                supply.items.add(item);
                return true;
            }
            for (BuildableItem other : List.copyOf(supply.items)) {
                if (place(other, seen)) {
                    supply.items.remove(other);
                    supply.items.add(item);
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether as many builds get an executor if this one gets one of that node. */
    boolean mayHave(Node node, BuildableItem item) {
        Optional<Supply> wanted =
                supplies.stream().filter(it -> it.node.equals(node)).findFirst();
        Optional<Supply> given =
                supplies.stream().filter(it -> it.items.contains(item)).findFirst();
        if (wanted.isEmpty()
                || given.isEmpty()
                || wanted.equals(given)
                || wanted.get().isSpare()) {
            return true;
        }
        return moves(item, given.get(), wanted.get());
    }

    /** Puts a build elsewhere if whoever is in the way finds another place. */
    private boolean moves(BuildableItem item, Supply from, Supply to) {
        from.items.remove(item);
        for (BuildableItem other : List.copyOf(to.items)) {
            if (place(other, new HashSet<>(Set.of(to)))) {
                to.items.remove(other);
                to.items.add(item);
                return true;
            }
        }
        from.items.add(item);
        return false;
    }

    /** What all the answers depend on, besides the builds. */
    List<Object> state() {
        return supplies.stream()
                .<Object>map(it -> List.of(it.node, it.executors))
                .toList();
    }

    /** Agents that have no build at all. */
    List<ProxmoxAgent> untouched() {
        return supplies.stream()
                .filter(it -> it.items.isEmpty())
                .map(it -> it.node)
                .filter(ProxmoxAgent.class::isInstance)
                .map(ProxmoxAgent.class::cast)
                .toList();
    }

    /** Executors of agents with this label (any that take builds without one, if null) that have no build. */
    int spare(Label label) {
        return supplies.stream()
                .filter(it -> it.node instanceof ProxmoxAgent agent
                        && agent.isFor(label)
                        && (label == null ? it.node.getMode() == Node.Mode.NORMAL : label.matches(it.node)))
                .mapToInt(it -> it.executors - it.items.size())
                .sum();
    }
}

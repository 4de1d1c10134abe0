package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.model.Computer;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.Capacity;
import io.jenkins.plugins.proxmox.core.placement.CloneChoice;
import io.jenkins.plugins.proxmox.core.placement.ClonePlan;
import io.jenkins.plugins.proxmox.core.placement.ClonePlanner;
import io.jenkins.plugins.proxmox.core.placement.CloneSurvey;
import io.jenkins.plugins.proxmox.core.placement.CloneWish;
import io.jenkins.plugins.proxmox.core.placement.Limits;
import io.jenkins.plugins.proxmox.core.placement.NodeChooser;
import io.jenkins.plugins.proxmox.core.placement.Slot;
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Where in a cluster clones can be made. It remembers to which nodes they could go, so that it is known without any call when all
 * of those have as many guests as they may, and no agent is begun that would find no room.
 */
public final class NodeRoom {
    private static final Logger LOGGER = Logger.getLogger(NodeRoom.class.getName());

    /** As long as builds wait for room, it is looked so often whether there is another node by now. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final Duration REMEMBERED = Duration.ofHours(1);

    private record Seen(Set<String> open, Map<String, String> closed, long when) {
        boolean isOlder(Duration age) {
            return AgentTime.now() - when > age.toNanos();
        }
    }

    /**
     * What can be done now.
     *
     * @param limited whether there will be more to choose from when a guest has gone
     */
    public record Plan(ClonePlan clones, boolean limited) {}

    /**
     * Where a guest goes.
     *
     * @param choice empty if no node has room
     * @param reasons why the other nodes are left out, by node
     * @param limited whether there will be room as soon as a guest has gone
     */
    record Placement(Optional<CloneChoice> choice, Map<String, String> reasons, boolean limited) {}

    private final String connection;
    private final Capacity capacity;
    private final ClonePlanner planner;
    private final Map<CloneWish, Seen> seen = new ConcurrentHashMap<>();
    private final Set<CloneWish> looking = ConcurrentHashMap.newKeySet();

    NodeRoom(String connection, Capacity capacity, ClonePlanner planner) {
        this.connection = connection;
        this.capacity = capacity;
        this.planner = planner;
    }

    /** What is known of the nodes for a clone. */
    Limits.Nodes nodes(int limit, CloneWish wish) {
        Seen last = seen.get(wish);
        return last == null
                ? new Limits.Nodes(limit, Set.of(), Map.of())
                : new Limits.Nodes(limit, last.open(), last.closed());
    }

    /**
     * Asks the cluster; takes no room.
     *
     * @param avoided nodes where it was tried without success, by node why
     * @throws ProxmoxException as {@link ClonePlanner#survey}
     */
    public Plan plan(
            Cluster cluster, CloneWish wish, Strategy strategy, OptionalInt limit, Map<String, String> avoided) {
        return plan(survey(cluster, wish), wish, strategy, limit, avoided);
    }

    /**
     * Asks the cluster, chooses the best node and takes the room there.
     *
     * @param operation that holds a slot
     * @param avoided nodes where it was tried without success, by node why
     * @throws ProxmoxException as {@link ClonePlanner#survey}
     */
    Placement place(
            String operation,
            Cluster cluster,
            CloneWish wish,
            Strategy strategy,
            OptionalInt limit,
            Map<String, String> avoided) {
        CloneSurvey survey = survey(cluster, wish);
        // Answers can take long, and many agents ask at the same time: each is to count with those that were placed
        // meanwhile.
        synchronized (this) {
            Plan plan = plan(survey, wish, strategy, limit, avoided);
            Map<String, String> reasons = new LinkedHashMap<>(plan.clones().reasons());
            for (CloneChoice choice : plan.clones().choices()) {
                Optional<String> obstacle = capacity.place(operation, choice.node(), choice.demand(), limit);
                if (obstacle.isEmpty()) {
                    return new Placement(Optional.of(choice), reasons, plan.limited());
                }
                reasons.put(choice.node(), obstacle.get());
            }
            boolean limited = plan.limited() || !plan.clones().choices().isEmpty();
            return new Placement(Optional.empty(), reasons, limited);
        }
    }

    private CloneSurvey survey(Cluster cluster, CloneWish wish) {
        Resources resources = cluster.resources();
        locate(resources);
        return planner.survey(cluster, resources, wish);
    }

    private Plan plan(
            CloneSurvey survey, CloneWish wish, Strategy strategy, OptionalInt limit, Map<String, String> avoided) {
        Map<String, String> full = capacity.full(limit);
        ClonePlan clones = survey.plan(new NodeChooser(strategy, capacity.expected()), full, avoided);
        Set<String> limited = clones.reasons().entrySet().stream()
                .filter(it -> it.getValue().equals(full.get(it.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (avoided.isEmpty()) {
            remember(wish, clones, limited);
        }
        return new Plan(clones, !limited.isEmpty());
    }

    private void remember(CloneWish wish, ClonePlan clones, Set<String> limited) {
        Set<String> open = new HashSet<>(limited);
        clones.choices().stream().map(CloneChoice::node).forEach(open::add);
        Map<String, String> closed = new HashMap<>(clones.reasons());
        closed.keySet().removeAll(open);
        seen.values().removeIf(old -> old.isOlder(REMEMBERED));
        if (open.isEmpty()) {
            // That is no matter of limits: the next agent is to tell what is wrong.
            seen.remove(wish);
        } else {
            seen.put(wish, new Seen(open, closed, AgentTime.now()));
        }
    }

    /** What was being destroyed when the controller was stopped is on some node. */
    private void locate(Resources resources) {
        Set<String> nowhere = capacity.slots().stream()
                .filter(slot -> slot.node().isEmpty())
                .map(Slot::id)
                .collect(Collectors.toSet());
        if (nowhere.isEmpty()) {
            return;
        }
        for (Mark mark : AgentOperation.waitingToBeDestroyed(connection)) {
            if (nowhere.contains(mark.operation())) {
                resources.guests().stream()
                        .filter(guest -> guest.vmid().equals(mark.vmid()))
                        .forEach(guest -> capacity.moved(mark.operation(), guest.node()));
            }
        }
    }

    /** Asks the cluster again whether there is room by now, unless that was done a moment ago; gives back at once. */
    void lookAgain(OpenConnection open, CloneWish wish, Strategy strategy, int limit) {
        Seen last = seen.get(wish);
        if (last == null || !last.isOlder(FRESH) || !looking.add(wish)) {
            return;
        }
        Computer.threadPoolForRemoting.execute(() -> {
            try {
                plan(open.runner().cluster(), wish, strategy, OptionalInt.of(limit), Map.of());
            } catch (ProxmoxException e) {
                LOGGER.log(Level.FINE, e, () -> "It can't be told where clones of " + wish.source() + " can go");
                seen.remove(wish, last);
            } finally {
                looking.remove(wish);
            }
            Limits.Nodes nodes = nodes(limit, wish);
            if (nodes.open().isEmpty() || capacity.hasRoom(nodes)) {
                AgentListener.room();
            }
        });
    }
}

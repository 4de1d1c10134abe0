package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Descriptor.FormException;
import hudson.model.Node;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.placement.Capacity;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.core.placement.CloneChoice;
import io.jenkins.plugins.proxmox.core.placement.ClonePlanner;
import io.jenkins.plugins.proxmox.core.placement.Limits;
import io.jenkins.plugins.proxmox.core.placement.Limits.Limit;
import io.jenkins.plugins.proxmox.core.placement.Shortage;
import io.jenkins.plugins.proxmox.core.placement.Slot;
import io.jenkins.plugins.proxmox.core.placement.Turnstile;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import io.jenkins.plugins.proxmox.run.RemovalListener;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * All agents of this controller: who may be made, and what every one of their guests takes up until it is gone. A slot is
 * called as the operation is that makes its guest.
 */
@Extension
public final class AgentFleet implements RemovalListener {
    /** A node has three workers that answer its API, and a storage has only so much speed. */
    private static final int CLONES_AT_ONCE = 4;

    private final Occupancy occupancy = new Occupancy();
    private final Breakers breakers = new Breakers();
    private final Map<String, ClonePlanner> planners = new ConcurrentHashMap<>();
    private final Map<String, NodeRoom> rooms = new ConcurrentHashMap<>();
    private final Turnstile clones =
            new Turnstile(key -> CloneChoice.most(key, CLONES_AT_ONCE), Computer.threadPoolForRemoting);

    public static AgentFleet get() {
        return ExtensionList.lookupSingleton(AgentFleet.class);
    }

    /** All agents that there are. */
    public static List<ProxmoxAgent> agents() {
        return agents(Jenkins.get().getNodes().stream()).toList();
    }

    private static Stream<ProxmoxAgent> agents(Stream<Node> nodes) {
        return nodes.filter(ProxmoxAgent.class::isInstance).map(ProxmoxAgent.class::cast);
    }

    /** What the guests of agents take up, and those to be made will. */
    public Occupancy occupancy() {
        return occupancy;
    }

    /** Which templates are left alone for a while. */
    public Breakers breakers() {
        return breakers;
    }

    public ClonePlanner planner(String connection) {
        return planners.computeIfAbsent(connection, key -> new ClonePlanner(InstantSource.system()));
    }

    public NodeRoom room(String connection) {
        return rooms.computeIfAbsent(
                connection, key -> new NodeRoom(key, occupancy.capacity(connection), planner(connection)));
    }

    /** Bounds how many clones are made at once. */
    public Turnstile clones() {
        return clones;
    }

    /**
     * Makes an agent, if there may be one more; its guest follows.
     *
     * @return why not, or the agent, which has been added to Jenkins
     */
    public Addition add(CloudSettings cloud, ProxmoxTemplate template) throws IOException, FormException {
        try {
            template.check();
        } catch (ProxmoxException e) {
            return Addition.refused("the template '" + template.getName() + "' can't be used", e.getMessage());
        }
        OpenConnection open = cloud.open();
        breakers.noticeChange(open);
        String connection = open.name();
        String operation = UUID.randomUUID().toString();
        String name = AgentNames.next(template);
        CircuitBreaker breaker = breakers.of(cloud.getId(), template.breakerName());
        Optional<CircuitBreaker.State> broken = breaker.begin(name);
        if (broken.isPresent()) {
            return Addition.refused(
                    "the template '" + template.getName() + "' " + broken.get().brief(),
                    broken.get().message());
        }
        Capacity capacity = occupancy.capacity(connection);
        Slot slot = new Slot(operation, cloud.getId(), template.getName(), Optional.empty());
        Optional<Limits.Nodes> nodes = Optional.ofNullable(cloud.getNodeLimit())
                .map(limit -> room(connection).nodes(limit, GuestPlan.wish(template)));
        Optional<Shortage> full = capacity.take(slot, limits(cloud, template).on(nodes));
        if (full.isPresent()) {
            breaker.abandoned(name);
            nodes.filter(it -> !capacity.hasRoom(it))
                    .ifPresent(it -> room(connection)
                            .lookAgain(open, GuestPlan.wish(template), cloud.getStrategy(), it.guests()));
            return Addition.refused(full.get().text(), full.get().nodes());
        }
        try {
            occupancy.reserve(template, connection, operation);
        } catch (ProxmoxException e) {
            abandon(breaker, operation, name);
            return Addition.refused(
                    "the template '" + template.getName() + "' has no address for another guest", e.getMessage());
        }
        try {
            ProxmoxAgent agent = new ProxmoxAgent(name, cloud, template, connection, operation);
            AgentStatistics.add(agent);
            return new Addition(Optional.of(agent), Obstacle.of(""));
        } catch (IOException | FormException | RuntimeException e) {
            abandon(breaker, operation, name);
            throw e;
        }
    }

    private void abandon(CircuitBreaker breaker, String operation, String name) {
        occupancy.free(operation);
        breaker.abandoned(name);
    }

    /**
     * Gives an agent another operation to make its guest, since the one before has failed.
     *
     * @return why it gets none; empty if it did
     */
    Optional<String> again(ProxmoxAgent agent) throws IOException {
        Optional<CloudSettings> cloud = CloudSettings.find(agent.getCloudId());
        Capacity capacity = occupancy.capacity(agent.getConnection());
        String operation = UUID.randomUUID().toString();
        Slot slot = Occupancy.slot(operation, agent.owner(), Optional.empty());
        Optional<String> full = capacity.take(
                        slot, cloud.map(it -> limits(it, agent.getTemplate())).orElse(Limits.NONE))
                .map(Shortage::toString);
        if (full.isEmpty()) {
            try {
                occupancy.reserve(agent.getTemplate(), agent.getConnection(), operation);
            } catch (ProxmoxException e) {
                occupancy.free(operation);
                return Optional.of(e.getMessage());
            }
            agent.begins(operation);
            if (Jenkins.get().getNode(agent.getNodeName()) != agent) {
                // Whoever has removed it may not have seen this operation.
                onRemoved(operation);
                return Optional.of("The agent was removed");
            }
        }
        return full;
    }

    static Limits limits(CloudSettings cloud, ProxmoxTemplate template) {
        return new Limits(
                new Limit(cloud.name, number(cloud.getLimit())),
                new Limit(template.getName(), number(template.getLimit())));
    }

    private static int number(Integer limit) {
        return limit == null ? 0 : limit;
    }

    /** What came of the wish for one more agent. */
    public record Addition(Optional<ProxmoxAgent> agent, Obstacle reason) {
        public static Addition refused(String text, String detail) {
            return new Addition(Optional.empty(), new Obstacle(text, detail));
        }

        public String obstacle() {
            return reason.all();
        }
    }

    /** Its guest is gone, or never was. */
    @Override
    public void onRemoved(String operation) {
        occupancy.free(operation);
        AgentListener.room();
    }

    /** Agents that are removed before anything was begun for them. */
    @Extension
    public static final class Removals extends jenkins.model.NodeListener {
        @Override
        protected void onDeleted(Node node) {
            if (node instanceof ProxmoxAgent agent) {
                AgentFleet fleet = get();
                fleet.breakers().of(agent).abandoned(agent.getNodeName());
                String operation = agent.operation();
                boolean somethingLeft = AgentOperation.find(operation).isPresent()
                        || AgentOperation.waitingToBeDestroyed().stream()
                                .anyMatch(mark -> mark.operation().equals(operation)
                                        && mark.controller().equals(ControllerIdentity.id()));
                if (!somethingLeft) {
                    fleet.onRemoved(operation);
                }
            }
        }
    }
}

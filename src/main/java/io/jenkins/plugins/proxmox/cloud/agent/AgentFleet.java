package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Descriptor.FormException;
import hudson.model.Node;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.JobBreaker;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.AddressPool;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    private final Map<String, Capacity> capacities = new ConcurrentHashMap<>();
    private final Map<String, AddressPool> addresses = new ConcurrentHashMap<>();
    private final Map<String, ClonePlanner> planners = new ConcurrentHashMap<>();
    private final Map<String, NodeRoom> rooms = new ConcurrentHashMap<>();
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<String, OperationRunner> runners = new ConcurrentHashMap<>();
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

    /** The slots of a connection; what an earlier life of this controller has left takes up its room from the beginning. */
    public Capacity capacity(String connection) {
        Capacity known = capacities.get(connection);
        if (known != null) {
            return known;
        }
        Capacity restored = new Capacity(System::nanoTime);
        Map<String, Remnant> there = Remnant.all(connection);
        there.forEach((operation, it) -> restore(restored, connection, operation, it.owner(), it.node()));
        Capacity other = capacities.putIfAbsent(connection, restored);
        if (other != null) {
            return other;
        }
        // What has gone before anybody could be told here.
        Set<String> gone = new HashSet<>(there.keySet());
        gone.removeAll(Remnant.all(connection).keySet());
        gone.forEach(this::onRemoved);
        return restored;
    }

    private void restore(
            Capacity capacity, String connection, String operation, AgentOwner owner, Optional<String> node) {
        capacity.restore(slot(operation, owner, node));
        owner.addresses().forEach(address -> addresses(connection).restore(operation, address));
    }

    /** A guest takes up its room that an earlier life of this controller has left and forgotten, until it is removed. */
    public void leftBehind(String connection, Mark mark, Optional<String> node) {
        AgentOwner.parse(mark.owner())
                .ifPresent(owner -> restore(capacity(connection), connection, mark.operation(), owner, node));
    }

    /** The addresses of ranges; nobody takes one before {@link #capacity} was asked for. */
    public AddressPool addresses(String connection) {
        return addresses.computeIfAbsent(connection, key -> new AddressPool());
    }

    public ClonePlanner planner(String connection) {
        return planners.computeIfAbsent(connection, key -> new ClonePlanner(InstantSource.system()));
    }

    public NodeRoom room(String connection) {
        return rooms.computeIfAbsent(connection, key -> new NodeRoom(key, capacity(connection), planner(connection)));
    }

    private static Slot slot(String operation, AgentOwner owner, Optional<String> node) {
        return new Slot(operation, owner.cloud(), owner.template(), node);
    }

    public CircuitBreaker breaker(String cloud, String template) {
        breakers.entrySet()
                .removeIf(it -> it.getKey().contains(JobBreaker.beginning(""))
                        && it.getValue().isForgotten());
        return breakers.computeIfAbsent(
                cloud + "/" + template, key -> new CircuitBreaker(InstantSource.system(), System::nanoTime));
    }

    /** The circuit breakers that jobs have for a template with other hardware, by their names. */
    public Map<String, CircuitBreaker> breakersOfJobs(String cloud, String template) {
        String prefix = cloud + "/";
        Map<String, CircuitBreaker> found = new TreeMap<>();
        breakers.forEach((key, breaker) -> {
            if (key.startsWith(prefix + JobBreaker.beginning(template))) {
                found.put(key.substring(prefix.length()), breaker);
            }
        });
        return found;
    }

    public CircuitBreaker breaker(ProxmoxAgent agent) {
        return breaker(agent.getCloudId(), agent.getTemplate().breakerName());
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
        noticeChange(open);
        String connection = open.name();
        String operation = UUID.randomUUID().toString();
        String name = AgentNames.next(template);
        CircuitBreaker breaker = breaker(cloud.getId(), template.breakerName());
        Optional<CircuitBreaker.State> broken = breaker.begin(name);
        if (broken.isPresent()) {
            return Addition.refused(
                    "the template '" + template.getName() + "' " + broken.get().brief(),
                    broken.get().message());
        }
        Capacity capacity = capacity(connection);
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
            reserve(template, connection, operation);
        } catch (ProxmoxException e) {
            abandon(capacity, breaker, connection, operation, name);
            return Addition.refused(
                    "the template '" + template.getName() + "' has no address for another guest", e.getMessage());
        }
        try {
            ProxmoxAgent agent = new ProxmoxAgent(name, cloud, template, connection, operation);
            AgentStatistics.add(agent);
            return new Addition(Optional.of(agent), Obstacle.of(""));
        } catch (IOException | FormException | RuntimeException e) {
            abandon(capacity, breaker, connection, operation, name);
            throw e;
        }
    }

    /** An agent that would get no address need not be begun. */
    private void reserve(ProxmoxTemplate template, String connection, String operation) {
        Optional.ofNullable(template.getNetwork()).ifPresent(net -> net.take(addresses(connection), operation));
    }

    private void abandon(Capacity capacity, CircuitBreaker breaker, String connection, String operation, String name) {
        capacity.free(operation);
        addresses(connection).free(operation);
        breaker.abandoned(name);
    }

    /** What did not work with another secret, or at another URL, may work now. */
    private void noticeChange(OpenConnection open) {
        OperationRunner before = runners.put(open.name(), open.runner());
        if (before == null || before == open.runner()) {
            return;
        }
        CloudSettings.all(Jenkins.get())
                .filter(cloud -> CloudSettings.configured(cloud.getConnection())
                        .filter(it -> it.getName().equals(open.name()))
                        .isPresent())
                .forEach(cloud -> breakers.forEach((key, breaker) -> {
                    if (key.startsWith(cloud.getId() + "/")) {
                        breaker.reset();
                    }
                }));
    }

    /**
     * Gives an agent another operation to make its guest, since the one before has failed.
     *
     * @return why it gets none; empty if it did
     */
    Optional<String> again(ProxmoxAgent agent) throws IOException {
        Optional<CloudSettings> cloud = CloudSettings.find(agent.getCloudId());
        Capacity capacity = capacity(agent.getConnection());
        String operation = UUID.randomUUID().toString();
        Slot slot = slot(operation, agent.owner(), Optional.empty());
        Optional<String> full = capacity.take(
                        slot, cloud.map(it -> limits(it, agent.getTemplate())).orElse(Limits.NONE))
                .map(Shortage::toString);
        if (full.isEmpty()) {
            try {
                reserve(agent.getTemplate(), agent.getConnection(), operation);
            } catch (ProxmoxException e) {
                capacity.free(operation);
                addresses(agent.getConnection()).free(operation);
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
        capacities.values().forEach(capacity -> capacity.free(operation));
        addresses.values().forEach(pool -> pool.free(operation));
        AgentListener.room();
    }

    /** Agents that are removed before anything was begun for them. */
    @Extension
    public static final class Removals extends jenkins.model.NodeListener {
        @Override
        protected void onDeleted(Node node) {
            if (node instanceof ProxmoxAgent agent) {
                AgentFleet fleet = get();
                fleet.breaker(agent).abandoned(agent.getNodeName());
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

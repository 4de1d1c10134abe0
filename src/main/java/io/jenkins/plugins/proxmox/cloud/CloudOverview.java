package io.jenkins.plugins.proxmox.cloud;

import hudson.model.Computer;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFacts;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.AgentOwner;
import io.jenkins.plugins.proxmox.cloud.demand.QueueObstacles;
import io.jenkins.plugins.proxmox.cloud.settings.JobBreaker;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.Capacity;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a cloud has at this moment, for people and for the remote API. Nothing of it needs Proxmox VE. */
@ExportedBean(defaultVisibility = 999)
public final class CloudOverview {
    private final ProxmoxCloud cloud;
    private final Optional<Capacity> capacity;

    CloudOverview(ProxmoxCloud cloud) {
        this.cloud = cloud;
        this.capacity = ProxmoxCloud.configured(cloud.getConnection())
                .map(connection -> AgentFleet.get().occupancy().capacity(connection.getName()));
    }

    /**
     * Guests, and how many there may be.
     *
     * @param guests those that are still being destroyed among them
     * @param limit null for any number
     */
    @ExportedBean(defaultVisibility = 999)
    public record Count(@Exported int guests, @Exported Integer limit) {
        static Count of(int guests, Integer limit) {
            return new Count(guests, limit == null || limit < 1 ? null : limit);
        }

        /** {@code 3 of 10}. */
        @Override
        public String toString() {
            return limit == null ? String.valueOf(guests) : guests + " of " + limit;
        }
    }

    /**
     * A template of the cloud.
     *
     * @param works whether agents are made of it without further ado
     * @param state how it stands, for people
     * @param jobs how it stands for jobs that want it with other hardware, as far as it does not work for them
     */
    @ExportedBean(defaultVisibility = 999)
    public record Template(
            @Exported String name,
            @Exported String source,
            @Exported String labels,
            @Exported Count count,
            @Exported boolean works,
            @Exported String state,
            @Exported List<String> jobs) {}

    /** By its name. */
    @Exported
    public String getName() {
        return cloud.name;
    }

    /** What keeps the cloud from making agents at all; empty if nothing does. */
    @Exported
    public String getProblem() {
        return capacity.isPresent()
                ? ""
                : cloud.getConnection() == null
                        ? "The cloud must name its connection, unless there is exactly one"
                        : "There is no connection '" + cloud.getConnection() + "'";
    }

    @Exported
    public Count getCount() {
        return Count.of(capacity.map(it -> it.ofCloud(cloud.getId())).orElse(0), cloud.getLimit());
    }

    @Exported
    public List<Template> getTemplates() {
        return cloud.getTemplates().stream().map(this::template).toList();
    }

    private Template template(ProxmoxTemplate template) {
        CircuitBreaker.State state = AgentFleet.get()
                .breakers()
                .of(cloud.getId(), template.getName())
                .state();
        int guests = capacity.map(it -> it.ofTemplate(cloud.getId(), template.getName()))
                .orElse(0);
        return new Template(
                template.getName(),
                template.getSource(),
                template.getLabels(),
                Count.of(guests, template.getLimit()),
                state instanceof CircuitBreaker.Closed,
                forReader(state),
                jobs(template.getName()));
    }

    private List<String> jobs(String template) {
        return AgentFleet.get().breakers().ofJobs(cloud.getId(), template).entrySet().stream()
                .filter(it -> !(it.getValue().state() instanceof CircuitBreaker.Closed))
                .map(it -> JobBreaker.wisher(template, it.getKey()) + ": "
                        + forReader(it.getValue().state()))
                .toList();
    }

    /** Failures tell of the cluster. */
    private static String forReader(CircuitBreaker.State state) {
        return Jenkins.get().hasPermission(Computer.EXTENDED_READ) ? state.toString() : state.brief();
    }

    /** Guests on each node, of whatever cloud of the same connection. */
    @Exported
    public Map<String, Count> getNodes() {
        Map<String, Count> nodes = new LinkedHashMap<>();
        capacity.map(it -> new TreeMap<>(it.onNodes()))
                .ifPresent(counts ->
                        counts.forEach((node, guests) -> nodes.put(node, Count.of(guests, cloud.getNodeLimit()))));
        return nodes;
    }

    @Exported
    public List<AgentFacts> getAgents() {
        return AgentFleet.agents().stream()
                .filter(agent -> agent.getCloudId().equals(cloud.getId()))
                .map(AgentFacts::of)
                .toList();
    }

    /** Guests whose agents are no more, and which are still being destroyed. */
    @Exported
    public List<String> getLeaving() {
        Map<String, String> leaving = new LinkedHashMap<>();
        for (Mark mark : AgentOperation.waitingToBeDestroyed()) {
            if (mark.controller().equals(ControllerIdentity.id()) && isOurs(mark.owner())) {
                leaving.put(
                        mark.operation(), line(mark.owner(), " (" + mark.vmid().number() + ")"));
            }
        }
        for (AgentOperation.Begun begun : AgentOperation.all()) {
            boolean orphan = AgentOwner.parse(begun.owner())
                    .filter(owner -> Jenkins.get().getNode(owner.agent()) == null)
                    .isPresent();
            if (orphan && isOurs(begun.owner())) {
                String guest = begun.guest().map(Memo.Subject::toString).orElse("");
                leaving.putIfAbsent(begun.id(), line(begun.owner(), guest.isEmpty() ? "" : " (" + guest + ")"));
            }
        }
        return List.copyOf(leaving.values());
    }

    private boolean isOurs(String owner) {
        return AgentOwner.parse(owner)
                .filter(it -> it.cloud().equals(cloud.getId()))
                .isPresent();
    }

    private static String line(String owner, String guest) {
        return AgentOwner.parse(owner).map(AgentOwner::agent).orElse(owner) + guest;
    }

    /** What was in the way of one more agent within the last minute, by label. */
    @Exported
    public Map<String, List<String>> getObstacles() {
        return QueueObstacles.get().all();
    }
}

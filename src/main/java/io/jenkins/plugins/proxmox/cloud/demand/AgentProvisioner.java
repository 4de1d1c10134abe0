package io.jenkins.plugins.proxmox.cloud.demand;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor.FormException;
import hudson.model.Label;
import hudson.model.Node;
import hudson.slaves.NodeProvisioner;
import hudson.slaves.NodeProvisioner.PlannedNode;
import hudson.slaves.NodeProvisioner.StrategyDecision;
import hudson.slaves.NodeProvisioner.StrategyState;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.Obstacle;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * Makes an agent for every build that needs one, at once: no averages are waited for, as Jenkins does by default to be fair to clouds
 * whose agents are dear.
 */
@Extension(ordinal = 100)
public final class AgentProvisioner extends NodeProvisioner.Strategy {
    private static final Logger LOGGER = Logger.getLogger(AgentProvisioner.class.getName());

    /** What was told last, by cloud. */
    private static final Map<String, String> FAILURES = new ConcurrentHashMap<>();

    /** An agent that is on its way, and the room in Jenkins' plans that it had until it was added. */
    public record Provision(ProxmoxAgent agent, CompletableFuture<Node> room) {
        /** It is in Jenkins already; one that is given to Jenkins once more would come back after its end. */
        public PlannedNode plannedNode() {
            return new PlannedNode(agent.getDisplayName(), room, agent.getNumExecutors());
        }
    }

    @NonNull
    @Override
    public StrategyDecision apply(@NonNull StrategyState state) {
        // Builds that two agents could take, of two labels, are looked at by nobody else before the agents are there.
        synchronized (AgentProvisioner.class) {
            return decide(state);
        }
    }

    private static StrategyDecision decide(StrategyState state) {
        List<CloudSettings> clouds = clouds(state.getLabel());
        if (clouds.isEmpty() || Jenkins.get().isQuietingDown()) {
            return StrategyDecision.CONSULT_REMAINING_STRATEGIES;
        }
        int planned = state.getPlannedCapacitySnapshot() + state.getAdditionalPlannedCapacity();
        int missing = serve(clouds, state.getLabel(), planned, provisions -> {
            // Strategies that are asked after this one count what was planned in this round.
            state.recordPendingLaunches(
                    provisions.stream().map(Provision::plannedNode).toList());
            provisions.forEach(it -> it.room().complete(null));
        });
        return missing <= 0 ? StrategyDecision.PROVISIONING_COMPLETED : StrategyDecision.CONSULT_REMAINING_STRATEGIES;
    }

    private static List<CloudSettings> clouds(Label label) {
        return CloudSettings.all(Jenkins.get())
                .filter(cloud -> !cloud.serving(label).isEmpty())
                .toList();
    }

    /**
     * Makes agents for all builds that need one, of one cloud after the other.
     *
     * @param planned executors that others are about to give
     * @return how many executors are missing still
     */
    private static int serve(List<CloudSettings> clouds, Label label, int planned, Consumer<List<Provision>> listener) {
        int missing = QueueDemand.unmet(label) - planned;
        Set<Obstacle> obstacles = new LinkedHashSet<>();
        for (CloudSettings cloud : clouds) {
            List<Provision> provisions = add(cloud, label, missing, obstacles);
            listener.accept(provisions);
            missing -= executors(provisions);
        }
        QueueObstacles.get().found(label, missing <= 0 ? List.of() : List.copyOf(obstacles));
        return missing;
    }

    private static int executors(List<Provision> provisions) {
        return provisions.stream().mapToInt(it -> it.agent().getNumExecutors()).sum();
    }

    /** For other strategies, which may see more work than there is. */
    public static synchronized List<Provision> provision(CloudSettings cloud, Label label, int excess) {
        List<Provision> provisions =
                add(cloud, label, Math.min(excess, QueueDemand.unmet(label)), new LinkedHashSet<>());
        provisions.forEach(AgentProvisioner::giveRoomBack);
        return provisions;
    }

    private static void giveRoomBack(Provision provision) {
        Timer.get().schedule(() -> provision.room().complete(null), 1, TimeUnit.SECONDS);
    }

    /**
     * The same for all builds that need one, without being asked by Jenkins.
     *
     * @return how many executors are missing still that a cloud could give
     */
    public static synchronized int provision(Label label) {
        int planned = (label == null ? Jenkins.get().unlabeledNodeProvisioner : label.nodeProvisioner)
                .getPendingLaunches().stream()
                        .filter(it -> !it.future.isDone())
                        .mapToInt(it -> it.numExecutors)
                        .sum();
        List<CloudSettings> clouds = clouds(label);
        return clouds.isEmpty()
                ? 0
                : Math.max(
                        0,
                        serve(
                                clouds,
                                label,
                                planned,
                                provisions -> provisions.forEach(AgentProvisioner::giveRoomBack)));
    }

    private static List<Provision> add(CloudSettings cloud, Label label, int executors, Set<Obstacle> obstacles) {
        List<Provision> provisions = new ArrayList<>();
        int missing = executors;
        for (ProxmoxTemplate template : cloud.serving(label)) {
            while (missing > 0) {
                AgentFleet.Addition addition = add(cloud, template);
                if (addition.agent().isEmpty()) {
                    LOGGER.log(Level.FINE, "No agent for {0}: {1}", new Object[] {label, addition.obstacle()});
                    obstacles.add(addition.reason());
                    break;
                }
                provisions.add(new Provision(addition.agent().get(), new CompletableFuture<>()));
                missing -= addition.agent().get().getNumExecutors();
            }
        }
        return provisions;
    }

    /** Makes an agent at once, whether a build needs it or not. */
    static AgentFleet.Addition add(CloudSettings cloud, ProxmoxTemplate template) {
        try {
            return AgentFleet.get().add(cloud, template);
        } catch (IOException | FormException | ProxmoxException e) {
            // Tried again every few seconds as long as a build waits.
            boolean news = !Objects.equals(e.getMessage(), FAILURES.put(cloud.getId(), String.valueOf(e.getMessage())));
            LOGGER.log(
                    news ? Level.WARNING : Level.FINE,
                    e instanceof ProxmoxException ? null : e,
                    () -> "Cloud '" + cloud.name + "' can't make an agent: " + e.getMessage());
            return AgentFleet.Addition.refused("the cloud '" + cloud.name + "' can't make agents", e.getMessage());
        }
    }
}

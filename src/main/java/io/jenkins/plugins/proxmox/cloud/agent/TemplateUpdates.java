package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.model.Queue;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.placement.ClonePlanner;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Replaces agents whose guests were made of a template of which there is a newer version: idle ones at once, others after
 * what they do. Costs one call per connection and minute, and none as long as no agent is idle.
 */
public final class TemplateUpdates {
    private static final Logger LOGGER = Logger.getLogger(TemplateUpdates.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<String, Long> looked = new ConcurrentHashMap<>();

    public void look() {
        Map<String, List<ProxmoxAgent>> agents = AgentFleet.agents().stream()
                .filter(agent -> agent.getTemplate().isReplaceOutdated())
                .filter(agent -> agent.guest().flatMap(AgentGuest::template).isPresent())
                .collect(Collectors.groupingBy(ProxmoxAgent::getConnection));
        agents.forEach((connection, its) -> {
            boolean anyIdle =
                    its.stream().flatMap(agent -> agent.computer().stream()).anyMatch(TemplateUpdates::isIdle);
            if (anyIdle && isDue(connection)) {
                look(connection, its);
            }
        });
    }

    private static boolean isIdle(ProxmoxComputer computer) {
        return computer.isOnline() && computer.isIdle() && !computer.isEnding() && !computer.isOutdated();
    }

    private boolean isDue(String connection) {
        long now = AgentTime.now();
        Long last = looked.get(connection);
        if (last != null && now - last < PAUSE.toNanos()) {
            return false;
        }
        looked.put(connection, now);
        return true;
    }

    private static void look(String connection, List<ProxmoxAgent> agents) {
        try {
            OpenConnection open = agents.get(0).open();
            Cluster cluster = open.runner().cluster();
            Resources resources = cluster.resources();
            ClonePlanner planner = AgentFleet.get().planner(connection);
            for (ProxmoxAgent agent : agents) {
                AgentGuest guest = agent.guest().orElseThrow();
                successor(planner, cluster, resources, agent, guest)
                        .ifPresent(newer -> replace(agent, guest.template().orElseThrow(), newer));
            }
        } catch (ProxmoxException e) {
            LOGGER.log(Level.FINE, e, () -> "Whether there are newer templates is not known");
        }
    }

    private static Optional<VmId> successor(
            ClonePlanner planner, Cluster cluster, Resources resources, ProxmoxAgent agent, AgentGuest guest) {
        try {
            return planner.successor(
                    cluster,
                    resources,
                    GuestPlan.wish(agent.getTemplate()),
                    guest.template().orElseThrow(),
                    guest.node());
        } catch (ProxmoxException e) {
            LOGGER.log(Level.FINE, e, () -> "Whether there is a newer template for " + agent + " is not known");
            return Optional.empty();
        }
    }

    private static void replace(ProxmoxAgent agent, VmId before, VmId now) {
        LOGGER.log(Level.FINE, "{0} was made of {1}, which is replaced by {2}", new Object[] {agent, before, now});
        Queue.withLock(() -> agent.computer().ifPresent(computer -> {
            computer.outdated();
            AgentRetention.INSTANCE.check(computer);
        }));
    }
}

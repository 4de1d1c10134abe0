package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How many agents templates want to have ready, and which these are. */
public final class WarmNeed {
    private static final Logger LOGGER = Logger.getLogger(WarmNeed.class.getName());
    private static final InstantSource CLOCK = Clock.systemUTC();

    private WarmNeed() {}

    /** Whether an agent that is idle stays since it is one of them. Called with Jenkins' queue locked. */
    static boolean wants(ProxmoxAgent agent) {
        int wanted = CloudSettings.find(agent.getCloudId())
                .flatMap(cloud -> cloud.template(agent.getTemplate().getName()))
                .map(WarmNeed::wanted)
                .orElse(0);
        return wanted > 0
                && agent.getTemplate().reservedFor().isEmpty()
                && AgentFleet.agents().stream()
                                .filter(other -> isOfSameTemplate(agent, other))
                                .filter(WarmNeed::isReady)
                                .count()
                        <= wanted;
    }

    private static boolean isOfSameTemplate(ProxmoxAgent agent, ProxmoxAgent other) {
        return other.getCloudId().equals(agent.getCloudId())
                && other.getTemplate().getName().equals(agent.getTemplate().getName())
                && other.getTemplate().reservedFor().isEmpty();
    }

    private static boolean isReady(ProxmoxAgent agent) {
        Optional<ProxmoxComputer> computer = agent.computer();
        return computer.filter(it -> it.isOnline() && it.isIdle() && it.isAcceptingTasks())
                .isPresent();
    }

    /** How many are to be ready now. */
    public static int wanted(ProxmoxTemplate template) {
        try {
            return template.getWarm() == null ? 0 : template.getWarm().wanted(CLOCK.instant());
        } catch (ProxmoxException e) {
            LOGGER.log(Level.WARNING, e, () -> "No agents of '" + template.getName() + "' are kept ready");
            return 0;
        }
    }
}

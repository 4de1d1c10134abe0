package io.jenkins.plugins.proxmox.cloud.agent;

import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.cloudstats.CloudStatistics;
import org.jenkinsci.plugins.cloudstats.CloudStatistics.ProvisioningListener;
import org.jenkinsci.plugins.cloudstats.PhaseExecution;
import org.jenkinsci.plugins.cloudstats.PhaseExecutionAttachment.ExceptionAttachment;
import org.jenkinsci.plugins.cloudstats.ProvisioningActivity;
import org.jenkinsci.plugins.cloudstats.ProvisioningActivity.Phase;
import org.jenkinsci.plugins.cloudstats.ProvisioningActivity.Status;

/**
 * Tells the plugin "Cloud Statistics" how agents come about. For it, agents are provisioned until they are added to Jenkins; ours
 * are provisioned until their guest is there, and launched from then on until they are online.
 */
final class AgentStatistics {
    private AgentStatistics() {}

    /** Adds an agent to Jenkins, which launches it. */
    static void add(ProxmoxAgent agent) throws IOException {
        begun(agent);
        try {
            Jenkins.get().addNode(agent);
        } catch (IOException | RuntimeException e) {
            ProvisioningListener.get().onFailure(agent.getId(), e);
            throw e;
        }
    }

    private static void begun(ProxmoxAgent agent) {
        ProvisioningListener.get().onStarted(agent.getId());
    }

    /**
     * An agent is about to have its guest made, or to be connected to. What was being provisioned at the time of a restart has been
     * closed by the other plugin, as such things usually end there; ours go on, which is another activity.
     */
    static void goesOn(ProxmoxAgent agent) throws IOException {
        ProvisioningActivity activity = CloudStatistics.get().getPotentiallyCompletedActivityFor(agent.getId());
        if (activity == null || activity.getCurrentPhase() == Phase.COMPLETED) {
            agent.becomes(new ProvisioningActivity.Id(
                    agent.getId().getCloudName(), agent.getId().getTemplateName(), agent.getNodeName()));
            begun(agent);
            agent.guest().ifPresent(guest -> made(agent));
        }
    }

    /** The guest of an agent is there. */
    static void made(ProxmoxAgent agent) {
        ProvisioningActivity activity = CloudStatistics.get().getPotentiallyCompletedActivityFor(agent.getId());
        if (activity != null && activity.enterIfNotAlready(Phase.LAUNCHING)) {
            // Writes it to disk, too.
            ProvisioningListener.get().onComplete(agent.getId(), agent);
        }
    }

    /** The guest of an agent could not be made, but it is tried again. */
    static void retried(ProxmoxAgent agent, Exception reason) {
        attach(agent, Status.WARN, reason);
    }

    /** An agent can't be made or connected to, and is given up. */
    static void failed(ProxmoxAgent agent, Exception reason) {
        attach(agent, Status.FAIL, reason);
    }

    private static void attach(ProxmoxAgent agent, Status status, Exception reason) {
        ProvisioningActivity activity = CloudStatistics.get().getPotentiallyCompletedActivityFor(agent.getId());
        if (activity == null) {
            return;
        }
        PhaseExecution phase = activity.getPhaseExecution(activity.getCurrentPhase());
        if (phase == null || phase.getPhase() == Phase.COMPLETED) {
            return;
        }
        // One that worked before was not provisioned in vain.
        Status seen = phase.getPhase() == Phase.OPERATING ? Status.WARN : status;
        CloudStatistics.get().attach(activity, phase.getPhase(), new ExceptionAttachment(seen, reason));
    }
}

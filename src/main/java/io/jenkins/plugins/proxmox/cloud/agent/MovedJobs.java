package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.proxmox.run.BuildState;
import java.util.function.UnaryOperator;

/** Jobs can be moved while they build; agents know their builds by names, and wait for them by these after a restart. */
@Extension
public final class MovedJobs extends ItemListener {
    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        UnaryOperator<String> build = before -> BuildState.moved(before, oldFullName, newFullName);
        for (ProxmoxAgent agent : AgentFleet.agents()) {
            agent.computer().ifPresent(computer -> computer.renamed(build));
            boolean uses = agent.use().builds().rename(build);
            if (agent.getTemplate().renameBuild(build) || uses) {
                AgentRetention.save(agent);
            }
        }
    }
}

package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import io.jenkins.plugins.proxmox.connection.ConnectionUse;
import java.util.List;

/** Agents know their connection by its name as long as they live. */
@Extension
public final class AgentsOfConnection implements ConnectionUse {
    @Override
    public List<String> of(String connection) {
        return AgentFleet.agents().stream()
                .filter(agent -> agent.getConnection().equals(connection))
                .map(agent -> "agent " + agent.getNodeName())
                .toList();
    }
}

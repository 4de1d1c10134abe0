package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.model.Computer;

/** How far an agent is. */
public enum AgentState {
    MAKING,
    CONNECTING,
    ONLINE,
    OFFLINE,
    ENDING;

    public static AgentState of(ProxmoxAgent agent) {
        Computer computer = agent.toComputer();
        if (computer instanceof ProxmoxComputer ours && ours.isEnding()) {
            return ENDING;
        }
        if (computer != null && computer.isOnline()) {
            return ONLINE;
        }
        if (computer instanceof ProxmoxComputer ours
                && (ours.offlineCause().isPresent() || ours.wasOnline() && !ours.isConnecting())) {
            return OFFLINE;
        }
        return agent.guest().isEmpty() ? MAKING : CONNECTING;
    }

    public boolean isComing() {
        return this == MAKING || this == CONNECTING;
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

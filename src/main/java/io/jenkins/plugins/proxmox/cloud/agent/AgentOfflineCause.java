package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.model.Computer;
import hudson.slaves.OfflineCause;
import jenkins.model.Jenkins;

/**
 * Why an agent is offline. Jenkins shows that to everybody who sees the agent, and as HTML; so what names guests and nodes, or
 * comes from inside a guest, is told in a view of its own, to those who may read the configuration of agents.
 */
public abstract class AgentOfflineCause extends OfflineCause {
    /** What everybody may know; a sentence of our own, without anything that others have written. */
    abstract String gist();

    /** All of it; may have anything in it. */
    abstract String details();

    /** For the one who asks. */
    public final String getText() {
        return Jenkins.get().hasPermission(Computer.EXTENDED_READ) ? details() : gist();
    }

    @Override
    public final String toString() {
        return gist();
    }
}

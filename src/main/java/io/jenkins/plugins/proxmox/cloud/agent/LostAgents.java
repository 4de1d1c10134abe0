package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Node;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;

/** Why agents have come to their end, for the builds that ran on them. */
@Extension
public final class LostAgents {
    /** Builds ask at once, so only as many are remembered as can be lost in a moment. */
    private static final int REMEMBERED = 1000;

    private final Map<String, String> reasons = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Who can write into the console of a kind of builds. */
    public interface Console extends ExtensionPoint {
        void println(Run<?, ?> build, String text);
    }

    public static LostAgents get() {
        return ExtensionList.lookupSingleton(LostAgents.class);
    }

    /** The first reason is the one that counts. */
    void ends(String agent, String reason) {
        synchronized (reasons) {
            reasons.putIfAbsent(agent, reason);
        }
    }

    /** Why there is no such agent any more; empty if it is there, or never was one of ours, as far as is known. */
    public Optional<String> reason(String agent) {
        synchronized (reasons) {
            return Optional.ofNullable(reasons.get(agent));
        }
    }

    /** Whether it is or was one of ours. */
    public boolean isOurs(String agent) {
        return reason(agent).isPresent() || Jenkins.get().getNode(agent) instanceof ProxmoxAgent;
    }

    /** Tells builds that still run on an agent why it is removed. */
    static void tell(ProxmoxAgent agent, String reason) {
        String text = "Agent " + agent.getNodeName() + " is removed: " + reason;
        ACLContext system = ACL.as2(ACL.SYSTEM2);
        try {
            agent.use().running().stream()
                    .flatMap(id -> AgentUse.run(id).stream())
                    .filter(Run::isBuilding)
                    .forEach(build -> ExtensionList.lookup(Console.class).forEach(it -> it.println(build, text)));
        } finally {
            system.close();
        }
    }

    /** Agents that somebody removes from Jenkins. Before Pipeline hears of it, which makes builds fail for that. */
    @Extension(ordinal = 100)
    public static final class Removals extends NodeListener {
        @Override
        protected void onDeleted(Node node) {
            if (node instanceof ProxmoxAgent) {
                get().ends(node.getNodeName(), "it was removed from Jenkins");
            }
        }
    }

    /** What is said of an agent that has come to its end, while it is still there. */
    static final class Ended extends AgentOfflineCause {
        private final String reason;

        Ended(String reason) {
            this.reason = reason;
        }

        @Override
        String gist() {
            return "The agent is removed";
        }

        @Override
        String details() {
            return "The agent is removed: " + reason;
        }
    }
}

package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Queue;
import io.jenkins.plugins.proxmox.cloud.settings.KeepOnFailure;
import java.time.Duration;
import java.util.Optional;

/** Agents that have failed and stay for a while, offline and with their guests, for somebody to look at. */
public final class Inspection {
    private Inspection() {}

    /**
     * Whether an agent is kept now. One whose time is over is removed; one that somebody has put online again is kept no
     * longer and goes on as if nothing had happened.
     */
    static boolean holds(ProxmoxAgent agent, ProxmoxComputer computer) {
        Optional<Duration> left = agent.use().keptFor();
        if (left.isEmpty()) {
            return false;
        }
        if (!computer.isSetOffline()) {
            agent.use().release();
            Computer.threadPoolForRemoting.execute(() -> AgentRetention.save(agent));
            return false;
        }
        if (left.get().isNegative() || left.get().isZero()) {
            computer.end("it was kept for inspection for long enough");
        }
        return true;
    }

    /** Keeps an agent that could not come online, if it has a guest and its template wants that; whether it does. */
    static boolean begins(ProxmoxAgent agent, ProxmoxComputer computer, String failure) {
        return isWanted(agent, false)
                && agent.guest().isPresent()
                && begin(agent, computer, "The agent could not come online: " + failure);
    }

    /** Keeps an agent on which a build has failed, if its template wants that; whether it does. */
    static boolean begins(ProxmoxAgent agent, ProxmoxComputer computer, Executor executor) {
        return isWanted(agent, true)
                && ExtensionList.lookup(BuildVerdict.class).stream()
                        .anyMatch(verdict -> verdict.hasFailed(executor.getCurrentExecutable(), agent))
                && begin(agent, computer, "A build has failed: " + executor.getCurrentExecutable());
    }

    /** Whether the template wants it. */
    static boolean isWanted(ProxmoxAgent agent, boolean build) {
        KeepOnFailure keep = agent.getTemplate().getKeepOnFailure();
        return keep != null && (!build || keep.isBuilds());
    }

    private static boolean begin(ProxmoxAgent agent, ProxmoxComputer computer, String reason) {
        Duration time = agent.getTemplate().getKeepOnFailure().time();
        String guest = agent.guest().map(it -> "; " + it + " on " + it.node()).orElse("");
        String text = reason + guest + " is kept for inspection for " + time.toMinutes()
                + " minutes, or until somebody removes the agent";
        // Both at once: who has the one without the other would be put online again, or stay for ever.
        Queue.withLock(() -> {
            if (!computer.isEnding() && computer.getNode() != null) {
                agent.use().keepFor(time);
                computer.setTemporaryOfflineCause(new Kept(text));
            }
        });
        computer.getListener().getLogger().println(text);
        return !computer.isEnding();
    }

    /** Why such an agent is offline. Written to disk. */
    public static final class Kept extends AgentOfflineCause {
        private final String text;

        public Kept(String text) {
            this.text = text;
        }

        @Override
        String gist() {
            return "Something has failed, and the agent is kept for inspection for a while, or until somebody removes it";
        }

        @Override
        String details() {
            return text;
        }
    }
}

package io.jenkins.plugins.proxmox.cloud.demand;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Queue;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.AgentState;
import io.jenkins.plugins.proxmox.cloud.agent.Obstacle;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;

/**
 * Why builds in the queue have no agent. What stood in the way of one more agent is remembered for each label, for as long as it
 * would have been noticed by the next attempt; so nobody who asks has to wait for a cluster or for a lock.
 */
@Extension
public final class QueueObstacles {
    /** Jenkins looks at its queue at least every ten seconds. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int AGENTS_NAMED = 3;

    private record Found(List<Obstacle> obstacles, long when) {
        boolean isFresh() {
            return System.nanoTime() - when < FRESH_NANOS;
        }
    }

    private final Map<String, Found> found = new ConcurrentHashMap<>();

    public static QueueObstacles get() {
        return ExtensionList.lookupSingleton(QueueObstacles.class);
    }

    /**
     * Remembers what came of the attempt to make agents for a label.
     *
     * @param label null stands for none
     * @param obstacles none if nothing was in the way
     */
    void found(Label label, List<Obstacle> obstacles) {
        found.values().removeIf(old -> !old.isFresh());
        if (obstacles.isEmpty()) {
            found.remove(key(label));
            return;
        }
        found.put(key(label), new Found(List.copyOf(obstacles), System.nanoTime()));
        List<Queue.BuildableItem> waiting = Queue.getInstance().getBuildableItems().stream()
                .filter(item -> Objects.equals(label, item.getAssignedLabel()))
                .filter(item -> coming(item).isEmpty())
                .toList();
        if (!waiting.isEmpty()) {
            // Nobody knows who is going to read that.
            List<String> texts = obstacles.stream().map(Obstacle::text).toList();
            Computer.threadPoolForRemoting.execute(() -> ExtensionList.lookup(Listener.class)
                    .forEach(listener -> waiting.forEach(item -> listener.waits(item, texts))));
        }
    }

    /** Forgets everything, since an administrator has changed something. */
    public void forget() {
        found.clear();
    }

    /** Everything that is in the way at this moment, by label, as far as the one who asks may know. */
    public Map<String, List<String>> all() {
        Map<String, List<String>> all = new java.util.TreeMap<>();
        found.forEach((label, it) -> {
            if (it.isFresh()) {
                all.put(label, texts(it));
            }
        });
        return all;
    }

    private static List<String> texts(Found found) {
        return found.obstacles().stream().map(Obstacle::forReader).toList();
    }

    /**
     * Why a build waits, as far as it is about our clouds; sentences without a full stop. What tells of the cluster is left out
     * for those who may not read the configuration of agents.
     */
    public List<String> reasons(Queue.BuildableItem item) {
        List<String> reasons = new ArrayList<>(coming(item));
        Found obstacles = found.get(key(item.getAssignedLabel()));
        if (obstacles != null && obstacles.isFresh()) {
            reasons.addAll(texts(obstacles));
        }
        if (reasons.isEmpty() && isNobodys(item.getAssignedLabel())) {
            reasons.add("no template of the clouds has the label '" + item.getAssignedLabel() + "', and no agent does");
        }
        return reasons.stream().map(QueueObstacles::sentence).toList();
    }

    private static String sentence(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Builds that want this label would wait for ever, as far as anybody can tell. */
    private static boolean isNobodys(Label label) {
        return label != null && label.isEmpty();
    }

    private static List<String> coming(Queue.BuildableItem item) {
        List<ProxmoxAgent> coming = AgentFleet.agents().stream()
                .filter(agent -> AgentState.of(agent).isComing() && agent.canTake(item) == null)
                .toList();
        List<String> lines = new ArrayList<>();
        coming.stream().limit(AGENTS_NAMED).map(QueueObstacles::line).forEach(lines::add);
        if (coming.size() > AGENTS_NAMED) {
            lines.add((coming.size() - AGENTS_NAMED) + " more agents are on their way");
        }
        return lines;
    }

    private static String line(ProxmoxAgent agent) {
        String since = Util.getTimeSpanString(
                Math.max(0, System.currentTimeMillis() - agent.created().toEpochMilli()));
        boolean mayKnow = agent.hasPermission(Computer.EXTENDED_READ);
        String stage = mayKnow && agent.toComputer() instanceof ProxmoxComputer computer ? computer.stage() : "";
        return "Agent " + agent.getNodeName() + " is being made since " + since + (stage.isEmpty() ? "" : ": " + stage);
    }

    private static String key(Label label) {
        return label == null ? "" : label.getName();
    }

    /** Whether this build is one of those that our clouds are for. */
    static boolean concerns(Queue.BuildableItem item) {
        Label label = item.getAssignedLabel();
        return !(item.task instanceof Queue.FlyweightTask)
                && CloudSettings.all(Jenkins.get())
                        .anyMatch(cloud ->
                                isNobodys(label) || !cloud.serving(label).isEmpty());
    }

    /** Hears of builds that wait since there can't be one more agent. */
    public interface Listener extends ExtensionPoint {
        /** Told again and again as long as it waits; may block. */
        void waits(Queue.BuildableItem item, List<String> obstacles);
    }
}

package io.jenkins.plugins.proxmox.cloud.demand;

import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * How many executors the builds in the queue need that nobody is going to have. Every build is given one that is free or will
 * be soon, as the queue itself will do it; those that get none are what counts. So an agent that two builds could run on
 * is never counted for both, and a build that an agent is on its way for never has two.
 */
public final class QueueDemand {
    private QueueDemand() {}

    /** Builds that want exactly this label (or none, if null) and for which there is no executor in sight. */
    public static int unmet(Label label) {
        AtomicInteger unmet = new AtomicInteger();
        Runnable look = () -> unmet.set(count(label));
        Queue.withLock(look);
        return unmet.get();
    }

    /** What the builds want for which there is no executor in sight; null stands for no label. */
    static Set<Label> unmetLabels() {
        Set<Label> labels = new LinkedHashSet<>();
        Runnable look = () -> unserved(executors()).forEach(item -> labels.add(item.getAssignedLabel()));
        Queue.withLock(look);
        return labels;
    }

    /** How many agents of a template are ready, or will be, and are needed by no build of the queue. */
    static int spare(CloudSettings cloud, ProxmoxTemplate template) {
        AtomicInteger spare = new AtomicInteger();
        Runnable look = () -> {
            QueueMatching executors = executors();
            unserved(executors);
            spare.set((int) executors.untouched().stream()
                    .filter(agent -> agent.getCloudId().equals(cloud.getId())
                            && agent.getTemplate().getName().equals(template.getName())
                            && agent.getTemplate().reservedFor().isEmpty()
                            && agent.computer().map(ProxmoxComputer::busy).orElse(0) == 0)
                    .count());
        };
        Queue.withLock(look);
        return spare.get();
    }

    private static int count(Label label) {
        QueueMatching executors = executors();
        int unmet = 0;
        for (Queue.BuildableItem item : unserved(executors)) {
            if (Objects.equals(label, item.getAssignedLabel())) {
                unmet++;
            }
        }
        // A build that may not run on agents like these, for whatever reason, would not run on one more.
        return Math.max(0, unmet - executors.spare(label));
    }

    /** The builds that get none of the executors; those that are about to begin have theirs, which is idle no longer. */
    private static List<Queue.BuildableItem> unserved(QueueMatching executors) {
        return waiting()
                .filter(item ->
                        !isServed(executors, item) && !BlockTemplates.get().isForeign(item))
                .toList();
    }

    /** The builds that have no executor yet. */
    static Stream<Queue.BuildableItem> waiting() {
        return Queue.getInstance().getBuildableItems().stream().filter(item -> !item.isPending());
    }

    /** What needs no executor can run on the controller even if that has none; on an agent it is a build as any other. */
    static boolean isServed(QueueMatching executors, Queue.BuildableItem item) {
        boolean light =
                item.task instanceof Queue.FlyweightTask && Jenkins.get().canTake(item) == null;
        return light || executors.take(item);
    }

    static QueueMatching executors() {
        QueueMatching executors = new QueueMatching();
        nodes().forEach(node -> executors.add(node, Math.min(executors(node), usesLeft(node))));
        return executors;
    }

    private static List<Node> nodes() {
        List<Node> nodes = new ArrayList<>(Jenkins.get().getNodes());
        nodes.add(Jenkins.get());
        return nodes;
    }

    private static int usesLeft(Node node) {
        return node instanceof ProxmoxAgent agent
                ? agent.use()
                        .left(
                                agent.getTemplate().getLife().uses(),
                                agent.computer().map(ProxmoxComputer::busy).orElse(0))
                : Integer.MAX_VALUE;
    }

    /** Those that are free now, or will be as soon as the agent is online. */
    private static int executors(Node node) {
        Computer computer = node.toComputer();
        if (computer == null) {
            // Added a moment ago.
            return node instanceof ProxmoxAgent ? node.getNumExecutors() : 0;
        }
        if (computer instanceof ProxmoxComputer ours && ours.isComing()) {
            return node.getNumExecutors();
        }
        if (computer.isOnline()) {
            return computer.isAcceptingTasks() ? computer.countIdle() : 0;
        }
        return computer.isConnecting() && !(computer instanceof ProxmoxComputer) ? node.getNumExecutors() : 0;
    }
}

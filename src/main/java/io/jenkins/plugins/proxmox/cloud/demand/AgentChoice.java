package io.jenkins.plugins.proxmox.cloud.demand;

import hudson.Extension;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueTaskDispatcher;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import java.util.List;
import java.util.Optional;

/**
 * Keeps an agent for the build that can use no other one while there is another one for everybody else, if only on its way.
 * Jenkins gives the first agent that fits to the first build that can use it, and then one agent more has to be made, and one
 * that nobody needs is left.
 */
@Extension
public final class AgentChoice extends QueueTaskDispatcher {
    private List<Object> state = List.of();
    private QueueMatching matching = new QueueMatching();

    @Override
    public CauseOfBlockage canTake(Node node, Queue.BuildableItem item) {
        return node instanceof ProxmoxAgent agent && isFree(agent) && isContended(agent, item) && !mayHave(agent, item)
                ? new Awaited(agent.getDisplayName())
                : null;
    }

    private static boolean isFree(ProxmoxAgent agent) {
        Optional<ProxmoxComputer> computer = agent.computer();
        return computer.isPresent()
                && computer.get().isOnline()
                && computer.get().isAcceptingTasks();
    }

    /** Builds that want the same may have it one after the other. */
    private static boolean isContended(ProxmoxAgent agent, Queue.BuildableItem item) {
        return QueueDemand.waiting()
                .anyMatch(other -> other.getAssignedLabel() != item.getAssignedLabel() && agent.canTake(other) == null);
    }

    /** The same question is asked for each build and each agent, mostly with nothing changed in between. */
    private synchronized boolean mayHave(ProxmoxAgent agent, Queue.BuildableItem item) {
        QueueMatching now = QueueDemand.executors();
        List<Queue.BuildableItem> items = QueueDemand.waiting().toList();
        List<Object> found = List.of(now.state(), items);
        if (!found.equals(state)) {
            items.forEach(it -> QueueDemand.isServed(now, it));
            state = found;
            matching = now;
        }
        return matching.mayHave(agent, item);
    }

    private static final class Awaited extends CauseOfBlockage {
        private final String agent;

        Awaited(String agent) {
            this.agent = agent;
        }

        @Override
        public String getShortDescription() {
            return "'" + agent + "' is left to another build, and there is or will be another agent for this one";
        }
    }
}

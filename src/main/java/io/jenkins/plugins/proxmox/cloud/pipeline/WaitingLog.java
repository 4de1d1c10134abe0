package io.jenkins.plugins.proxmox.cloud.pipeline;

import hudson.Extension;
import hudson.model.Queue;
import hudson.model.queue.QueueListener;
import io.jenkins.plugins.proxmox.cloud.demand.QueueObstacles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** Tells in the log of a pipeline why it has no agent, each reason once in a row. */
@Extension(optional = true)
public final class WaitingLog implements QueueObstacles.Listener {
    private static final Logger LOGGER = Logger.getLogger(WaitingLog.class.getName());

    private final Map<Long, List<String>> told = new ConcurrentHashMap<>();

    @Override
    public void waits(Queue.BuildableItem item, List<String> obstacles) {
        if (item.task.getOwnerExecutable() instanceof FlowExecutionOwner.Executable pipeline) {
            FlowExecutionOwner owner = pipeline.asFlowExecutionOwner();
            if (owner != null && !obstacles.equals(told.put(item.getId(), obstacles))) {
                print(owner, obstacles);
            }
            if (Queue.getInstance().getItem(item.getId()) != item) {
                told.remove(item.getId());
            }
        }
    }

    private static void print(FlowExecutionOwner owner, List<String> obstacles) {
        try {
            for (String obstacle : obstacles) {
                owner.getListener().getLogger().println("[proxmox] No agent yet: " + obstacle);
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> owner + " can't be told why it waits");
        }
    }

    private void forget(long item) {
        told.remove(item);
    }

    /** Forgets builds that wait no longer. */
    @Extension(optional = true)
    public static final class Gone extends QueueListener {
        @Override
        public void onLeft(Queue.LeftItem item) {
            hudson.ExtensionList.lookup(QueueObstacles.Listener.class).stream()
                    .filter(WaitingLog.class::isInstance)
                    .forEach(log -> ((WaitingLog) log).forget(item.getId()));
        }
    }
}

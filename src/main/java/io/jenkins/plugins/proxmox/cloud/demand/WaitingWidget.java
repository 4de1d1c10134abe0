package io.jenkins.plugins.proxmox.cloud.demand;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.security.AccessControlled;
import hudson.widgets.Widget;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells below the queue why builds have no agent yet. Jenkins has no place for that in the queue itself: what it says of a build
 * that could run, if only there were an executor, it takes from the label and its nodes alone.
 */
@Extension(ordinal = 150) // between the queue and the executors
public final class WaitingWidget extends Widget {
    private static final int MOST = 20;

    /**
     * A build that waits.
     *
     * @param name as it is called in the queue
     * @param url of what it is a build of, seen from the root of Jenkins
     * @param reasons why it waits
     */
    public record Waiting(String name, String url, List<String> reasons) {}

    /** Those that the one who asks may see. */
    public List<Waiting> getWaiting() {
        List<Waiting> waiting = new ArrayList<>();
        for (Queue.BuildableItem item : Queue.getInstance().getBuildableItems()) {
            if (waiting.size() < MOST && QueueObstacles.concerns(item) && isVisible(item)) {
                List<String> reasons = QueueObstacles.get().reasons(item);
                if (!reasons.isEmpty()) {
                    waiting.add(new Waiting(item.getDisplayName(), item.task.getUrl(), reasons));
                }
            }
        }
        return waiting;
    }

    static boolean isVisible(Queue.BuildableItem item) {
        return !(item.task instanceof AccessControlled task) || task.hasPermission(Item.READ);
    }
}

package io.jenkins.plugins.proxmox.cloud.demand;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.InvisibleAction;
import hudson.model.Queue;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Why a build waits, for the remote API of the queue. */
@ExportedBean
public final class WaitingReasons extends InvisibleAction {
    private final Queue.BuildableItem item;

    private WaitingReasons(Queue.BuildableItem item) {
        this.item = item;
    }

    /** Sentences; none if it is not about agents in Proxmox guests, or those who ask may not know. */
    @Exported
    public List<String> getProxmox() {
        return WaitingWidget.isVisible(item) && QueueObstacles.concerns(item)
                ? QueueObstacles.get().reasons(item)
                : List.of();
    }

    /** Gives it to everything that waits for an executor. */
    @Extension
    public static final class Factory extends TransientActionFactory<Queue.Item> {
        @Override
        public Class<Queue.Item> type() {
            return Queue.Item.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Queue.Item target) {
            return target instanceof Queue.BuildableItem item ? List.of(new WaitingReasons(item)) : List.of();
        }
    }
}

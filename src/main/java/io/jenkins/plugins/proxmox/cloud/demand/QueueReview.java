package io.jenkins.plugins.proxmox.cloud.demand;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.queue.QueueListener;
import io.jenkins.plugins.proxmox.cloud.agent.AgentListener;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * Has the queue looked at as soon as something has changed that lets an agent be made. Jenkins itself looks every ten seconds, and
 * when it is asked to, once a second; in the first minutes after its start not at all.
 */
@Extension
public final class QueueReview extends QueueListener implements AgentListener {
    /** What comes together is looked at once. */
    private static final int GATHERING_MILLIS = 10;

    /**
     * Some of what keeps agents from being made is over after some time, and nobody tells. Jenkins itself looks every ten seconds,
     * but not in its first hundred.
     */
    private static final int AGAIN_MILLIS = 5_000;

    /** Belongs to this Jenkins: one that ends takes its timer with it. */
    private final AtomicBoolean due = new AtomicBoolean();

    private final AtomicBoolean dueAgain = new AtomicBoolean();

    /** Gives back at once, so that it can be called under any lock. */
    public static void soon() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins != null && !jenkins.isTerminating()) {
            ExtensionList.lookup(QueueReview.class).forEach(QueueReview::schedule);
        }
    }

    @Override
    public void onTaken() {
        soon();
    }

    @Override
    public void onRoom() {
        soon();
    }

    private void schedule() {
        schedule(due, GATHERING_MILLIS);
    }

    private void schedule(AtomicBoolean which, int millis) {
        if (which.compareAndSet(false, true)) {
            Timer.get()
                    .schedule(
                            () -> Computer.threadPoolForRemoting.execute(() -> look(which)),
                            millis,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void look(AtomicBoolean which) {
        which.set(false);
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null || jenkins.isQuietingDown() || jenkins.isTerminating()) {
            return;
        }
        int missing = QueueDemand.unmetLabels().stream()
                .mapToInt(AgentProvisioner::provision)
                .sum();
        if (missing > 0) {
            schedule(dueAgain, AGAIN_MILLIS);
        }
    }

    /** A build that has to have an executor from now on. */
    @Override
    public void onEnterBuildable(Queue.BuildableItem item) {
        Label label = item.getAssignedLabel();
        if (CloudSettings.all(Jenkins.get())
                .anyMatch(cloud -> !cloud.serving(label).isEmpty())) {
            soon();
        }
    }
}

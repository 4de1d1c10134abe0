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

    /** Belongs to this Jenkins: one that ends takes its timer with it. */
    private final AtomicBoolean due = new AtomicBoolean();

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
        if (due.compareAndSet(false, true)) {
            Timer.get()
                    .schedule(
                            () -> Computer.threadPoolForRemoting.execute(this::look),
                            GATHERING_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        due.set(false);
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (jenkins == null || jenkins.isQuietingDown() || jenkins.isTerminating()) {
            return;
        }
        QueueDemand.unmetLabels().forEach(AgentProvisioner::provision);
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

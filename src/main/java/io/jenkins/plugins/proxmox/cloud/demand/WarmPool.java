package io.jenkins.plugins.proxmox.cloud.demand;

import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.proxmox.cloud.agent.AgentListener;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.TemplateUpdates;
import io.jenkins.plugins.proxmox.cloud.agent.WarmNeed;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;

/** Keeps as many agents ready as their templates want, besides those that builds in the queue are going to have. */
public final class WarmPool {
    private static final AtomicBoolean DUE = new AtomicBoolean();

    private WarmPool() {}

    /** Has it looked soon whether agents are missing; gives back at once. */
    static void changed() {
        if (DUE.compareAndSet(false, true)) {
            Computer.threadPoolForRemoting.execute(() -> {
                DUE.set(false);
                fill();
            });
        }
    }

    /** Makes what is missing, as far as limits and the templates' failures allow it. */
    static synchronized void fill() {
        Jenkins jenkins = Jenkins.get();
        if (jenkins.getInitLevel() != InitMilestone.COMPLETED || jenkins.isQuietingDown() || jenkins.isTerminating()) {
            return;
        }
        for (CloudSettings cloud : CloudSettings.all(jenkins).toList()) {
            for (ProxmoxTemplate template : cloud.getTemplates()) {
                int wanted = WarmNeed.wanted(template);
                int missing = wanted == 0 ? 0 : wanted - QueueDemand.spare(cloud, template);
                while (missing > 0
                        && AgentProvisioner.add(cloud, template).agent().isPresent()) {
                    missing--;
                }
            }
        }
    }

    /** Looks regularly, since time passes and clouds are configured. A cluster that does not answer keeps nobody else waiting. */
    @Extension
    public static final class Regularly extends PeriodicWork {
        private final TemplateUpdates updates = new TemplateUpdates();
        private final AtomicBoolean looking = new AtomicBoolean();

        @Override
        public long getRecurrencePeriod() {
            return TimeUnit.SECONDS.toMillis(30);
        }

        @Override
        protected void doRun() {
            changed();
            if (looking.compareAndSet(false, true)) {
                Computer.threadPoolForRemoting.execute(() -> {
                    try {
                        updates.look();
                    } finally {
                        looking.set(false);
                    }
                });
            }
        }
    }

    /** An agent that is gone or has got a build may have been one of those. */
    @Extension
    public static final class Changes extends NodeListener implements AgentListener {
        @Override
        protected void onDeleted(Node node) {
            if (node instanceof ProxmoxAgent) {
                changed();
            }
        }

        @Override
        public void onTaken() {
            changed();
        }
    }
}

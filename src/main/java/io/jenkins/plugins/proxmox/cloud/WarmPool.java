package io.jenkins.plugins.proxmox.cloud;

import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;

/** Keeps as many agents ready as their templates want, besides those that builds in the queue are going to have. */
final class WarmPool {
    private static final Logger LOGGER = Logger.getLogger(WarmPool.class.getName());
    private static final AtomicBoolean DUE = new AtomicBoolean();

    /** Tests have their own. */
    static volatile InstantSource clock = Clock.systemUTC();

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
                int wanted = wanted(template);
                int missing = wanted == 0 ? 0 : wanted - QueueDemand.spare(cloud, template);
                while (missing > 0
                        && AgentProvisioner.add(cloud, template).agent().isPresent()) {
                    missing--;
                }
            }
        }
    }

    /** Whether an agent that is idle stays for that reason only. Called with Jenkins' queue locked. */
    static boolean wants(ProxmoxAgent agent) {
        int wanted = CloudSettings.find(agent.getCloudId())
                .flatMap(cloud -> cloud.template(agent.getTemplate().getName()))
                .map(WarmPool::wanted)
                .orElse(0);
        return wanted > 0
                && agent.getTemplate().reservedFor().isEmpty()
                && AgentFleet.agents().stream()
                                .filter(other -> isOfSameTemplate(agent, other))
                                .filter(WarmPool::isReady)
                                .count()
                        <= wanted;
    }

    private static boolean isOfSameTemplate(ProxmoxAgent agent, ProxmoxAgent other) {
        return other.getCloudId().equals(agent.getCloudId())
                && other.getTemplate().getName().equals(agent.getTemplate().getName())
                && other.getTemplate().reservedFor().isEmpty();
    }

    private static boolean isReady(ProxmoxAgent agent) {
        Optional<ProxmoxComputer> computer = agent.computer();
        return computer.filter(it -> it.isOnline() && it.isIdle() && it.isAcceptingTasks())
                .isPresent();
    }

    private static int wanted(ProxmoxTemplate template) {
        try {
            return template.getWarm() == null ? 0 : template.getWarm().wanted(clock.instant());
        } catch (ProxmoxException e) {
            LOGGER.log(Level.WARNING, e, () -> "No agents of '" + template.getName() + "' are kept ready");
            return 0;
        }
    }

    /** Looks regularly, since time passes and clouds are configured. */
    @Extension
    public static final class Regularly extends PeriodicWork {
        private final TemplateUpdates updates = new TemplateUpdates();

        @Override
        public long getRecurrencePeriod() {
            return TimeUnit.SECONDS.toMillis(30);
        }

        @Override
        protected void doRun() {
            updates.look();
            fill();
        }
    }

    /** An agent that is gone may have been one of those. */
    @Extension
    public static final class Removals extends NodeListener {
        @Override
        protected void onDeleted(Node node) {
            if (node instanceof ProxmoxAgent) {
                changed();
            }
        }
    }
}

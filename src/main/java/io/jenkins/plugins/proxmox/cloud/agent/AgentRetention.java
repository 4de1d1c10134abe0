package io.jenkins.plugins.proxmox.cloud.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.init.InitMilestone;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.ExecutorListener;
import hudson.model.Queue;
import hudson.slaves.RetentionStrategy;
import io.jenkins.plugins.proxmox.cloud.settings.AgentLife;
import io.jenkins.plugins.proxmox.core.life.UseCount;
import io.jenkins.plugins.proxmox.run.BuildState;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.durabletask.executors.ContinuableExecutable;

/** Keeps an agent connected and alive as long as its {@link AgentLife} says. Has no state: what counts is the agent's. */
public final class AgentRetention extends RetentionStrategy<ProxmoxComputer> implements ExecutorListener {
    public static final AgentRetention INSTANCE = new AgentRetention();

    private static final Logger LOGGER = Logger.getLogger(AgentRetention.class.getName());
    private static final int EVERY_MINUTE = 1;

    /** A build that goes on after a restart asks for its agent within seconds after that is online. */
    private static final Duration COMES_BACK = Duration.ofMinutes(5);

    private AgentRetention() {}

    /** Connects at once, which makes the guest if there is none. */
    @Override
    public void start(@NonNull ProxmoxComputer computer) {
        ProxmoxAgent agent = computer.getNode();
        if (agent == null || agent.use().keptFor().isEmpty()) {
            computer.connect(false);
        }
    }

    /** Called with Jenkins' queue locked. */
    @Override
    public long check(@NonNull ProxmoxComputer computer) {
        ProxmoxAgent agent = computer.getNode();
        if (agent == null || computer.isEnding()) {
            return EVERY_MINUTE;
        }
        Jenkins jenkins = Jenkins.get();
        AgentUse use = agent.use();
        boolean waits = use.builds().awaited() > 0;
        // As long as it is not up, or is going to be stopped, Pipeline lets no build go on.
        boolean goesOn = jenkins.getInitLevel() == InitMilestone.COMPLETED && !jenkins.isQuietingDown();
        if (waits && !goesOn) {
            computer.quiet();
        }
        if (waits && goesOn || use.shouldNoteAge()) {
            Computer.threadPoolForRemoting.execute(() -> lookAfter(agent, computer, goesOn));
        }
        if (Inspection.holds(agent, computer) || computer.isSetOffline()) {
            return EVERY_MINUTE;
        }
        Optional<String> end = end(agent, computer, computer.busy());
        if (end.isPresent()) {
            tellIfWasted(agent, computer);
            computer.end(end.get());
        } else if (computer.isOnline() && computer.isIdle() && computer.isBeingReset()) {
            computer.reset();
        } else if (computer.isOffline() && !computer.isConnecting() && !computer.isDisconnecting()) {
            computer.connect(false);
        }
        return EVERY_MINUTE;
    }

    /**
     * What takes time, or writes to disk.
     *
     * @param mayForget whether builds that are waited for would have had to come back
     */
    private static void lookAfter(ProxmoxAgent agent, ProxmoxComputer computer, boolean mayForget) {
        boolean forgot = mayForget && agent.use().builds().forget(build -> isLost(build, agent, computer));
        if (forgot || agent.use().shouldNoteAge()) {
            save(agent);
        }
        if (forgot) {
            Queue.withLock(() -> {
                INSTANCE.check(computer);
            });
        }
    }

    /** Whether a build does not come back that was there when the controller was stopped. */
    private static boolean isLost(String build, ProxmoxAgent agent, ProxmoxComputer computer) {
        return !BuildState.goesOn(build)
                || computer.unused().compareTo(COMES_BACK) > 0
                        && Arrays.stream(Queue.getInstance().getItems())
                                .noneMatch(item -> agent.getSelfLabel().equals(item.getAssignedLabel()));
    }

    /**
     * @param busy how many builds occupy it, without one that has just ended
     */
    private static Optional<String> end(ProxmoxAgent agent, ProxmoxComputer computer, int busy) {
        AgentLife life = agent.getTemplate().getLife();
        UseCount builds = agent.use().builds();
        if (computer.isOutdated() && busy == 0 && builds.underWay() == 0) {
            return Optional.of("there is a newer version of its template");
        }
        if (computer.mark().isPresent() && busy == 0 && builds.underWay() == 0) {
            return Optional.of("it was marked offline: " + computer.mark().get());
        }
        Duration unused = computer.unused();
        boolean wanted = life.idle().filter(most -> unused.compareTo(most) >= 0).isPresent() && WarmNeed.wants(agent);
        return life.rule().end(builds, busy, agent.use().age(), unused, wanted);
    }

    /** Others of the same template would be marked, too, one after the other. */
    private static void tellIfWasted(ProxmoxAgent agent, ProxmoxComputer computer) {
        if (agent.use().ended() == 0 && computer.mark().isPresent()) {
            String text = agent.getNodeName() + " was marked offline before it had a build: "
                    + computer.mark().get();
            LOGGER.log(Level.WARNING, "Template {0}: {1}", new Object[] {
                agent.getTemplate().getName(), text
            });
            AgentFleet.get().breakers().of(agent).spoiled(agent.getNodeName(), text);
        }
    }

    @Override
    public boolean isAcceptingTasks(ProxmoxComputer computer) {
        ProxmoxAgent agent = computer.getNode();
        if (agent == null || computer.isEnding()) {
            return false;
        }
        AgentUse use = agent.use();
        // A build that goes on after a restart must get back to it; canTake keeps all others away.
        return use.builds().awaited() > 0
                || !computer.isOutdated()
                        && !use.reset().isDirty()
                        && use.keptFor().isEmpty()
                        && agent.getTemplate()
                                .getLife()
                                .rule()
                                .refusal(use.builds(), computer.busy(), use.age())
                                .isEmpty();
    }

    @Override
    public void taskAccepted(Executor executor, Queue.Task task) {
        ProxmoxComputer computer = (ProxmoxComputer) executor.getOwner();
        ProxmoxAgent agent = computer.getNode();
        Optional<String> build = AgentUse.build(task, executor);
        if (agent == null || build.isEmpty()) {
            return;
        }
        agent.use().builds().began(build.get());
        computer.began(executor, build.get());
        AgentFleet.get().breakers().of(agent).proved();
        soil(agent);
        save(agent);
        AgentListener.taken();
    }

    @Override
    public void taskCompleted(Executor executor, Queue.Task task, long durationMS) {
        ended(executor, task);
    }

    @Override
    public void taskCompletedWithProblems(Executor executor, Queue.Task task, long durationMS, Throwable problems) {
        ended(executor, task);
    }

    private static void ended(Executor executor, Queue.Task task) {
        ProxmoxComputer computer = (ProxmoxComputer) executor.getOwner();
        ProxmoxAgent agent = computer.getNode();
        // One that failed while it was being accepted may have been there nevertheless.
        Optional<String> build = computer.finished(executor).or(() -> AgentUse.build(task, executor));
        if (agent == null || build.isEmpty()) {
            return;
        }
        if (executor.getCurrentExecutable() instanceof ContinuableExecutable continued && continued.willContinue()) {
            agent.use().builds().paused(build.get());
            save(agent);
            return;
        }
        agent.use().builds().ended(build.get());
        soil(agent);
        if (Inspection.begins(agent, computer, executor) || computer.isSetOffline()) {
            save(agent);
            return;
        }
        Optional<String> end = end(agent, computer, computer.busy() - 1);
        end.ifPresentOrElse(computer::end, () -> save(agent));
        if (end.isEmpty() && computer.isBeingReset()) {
            computer.reset();
        }
    }

    private static void soil(ProxmoxAgent agent) {
        if (agent.getTemplate().getLife().isRolledBack()) {
            agent.use().reset().soiled();
        }
    }

    static void save(ProxmoxAgent agent) {
        try {
            agent.keep();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "What builds run on " + agent.getNodeName() + " is not on disk");
        }
    }

    private Object readResolve() {
        return INSTANCE;
    }
}

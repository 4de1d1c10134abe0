package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.model.Executor;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.CauseOfBlockage;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.core.life.LivedTime;
import io.jenkins.plugins.proxmox.core.life.UseCount;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an agent has been used for, and how old it is. Written to disk with the agent, so that after a restart only a build
 * that goes on there gets to it, and no other is taken before.
 */
public final class AgentUse {
    /** So much of its age may be lost if the controller dies. */
    private static final Duration UNNOTED = Duration.ofMinutes(10);

    private final UseCount builds = new UseCount();
    private final LivedTime age = new LivedTime();
    private final AgentReset reset = new AgentReset();
    private Long keptUntil;

    /** How many builds have ended on the agent. */
    public int ended() {
        return builds.ended();
    }

    /** The builds that run, or go on after a restart, by their externalizable ids. */
    public Set<String> running() {
        return builds.builds();
    }

    /**
     * How many more builds it can take.
     *
     * @param busy how many builds occupy it now, including those that have not begun yet
     */
    public int left(OptionalInt most, int busy) {
        return builds.left(most, busy);
    }

    public UseCount builds() {
        return builds;
    }

    AgentReset reset() {
        return reset;
    }

    /** While the controller was up. */
    Duration age() {
        return age.at(AgentTime.now());
    }

    void noteAge() {
        age.note(AgentTime.now());
    }

    boolean shouldNoteAge() {
        return age.unnoted(AgentTime.now()).compareTo(UNNOTED) > 0;
    }

    /** Keeps the guest for somebody to look at, for so long. */
    synchronized void keepFor(Duration time) {
        keptUntil = age().plus(time).toMillis();
    }

    synchronized void release() {
        keptUntil = null;
    }

    /** How much longer the guest is kept for somebody to look at; empty if it is not. */
    public synchronized Optional<Duration> keptFor() {
        return Optional.ofNullable(keptUntil)
                .map(until -> Duration.ofMillis(until).minus(age()));
    }

    /** Why the agent can't take a build, now or as soon as it is online. */
    Optional<CauseOfBlockage> refusal(ProxmoxAgent agent, Queue.BuildableItem item) {
        if (goesOn(agent, item)) {
            return Optional.empty();
        }
        ProxmoxComputer computer = agent.computer().orElse(null);
        int busy = computer == null ? 0 : computer.busy();
        Optional<String> reason = agent.getTemplate().getLife().rule().refusal(builds, busy, age());
        if (reason.isEmpty() && !(item.task instanceof Queue.FlyweightTask)) {
            int occupied = computer == null ? 0 : computer.countBusy();
            reason = builds.awaited() > 0 && occupied + builds.awaited() >= agent.getNumExecutors()
                    ? Optional.of("waits for a build that goes on there")
                    : Optional.empty();
        }
        return reason.map(it -> new Refusal(agent.getDisplayName(), it));
    }

    /** Whether a build that was there before a restart comes back: it asks for that very agent. */
    private boolean goesOn(ProxmoxAgent agent, Queue.BuildableItem item) {
        Label label = item.getAssignedLabel();
        return agent.getSelfLabel().equals(label)
                && build(item.task, null).filter(builds::isAwaited).isPresent();
    }

    /** Whose use it is; empty if nothing runs, as for a job that was disabled meanwhile. */
    static Optional<String> build(Queue.Task task, Executor executor) {
        Queue.Executable executable = task.getOwnerExecutable();
        if (executable == null && executor != null) {
            executable = executor.getCurrentExecutable();
        }
        if (executable instanceof Run<?, ?> run) {
            return Optional.of(run.getExternalizableId());
        }
        return Optional.ofNullable(executable).map(it -> it.getClass().getName());
    }

    /**
     * The build of such an id, as far as it is one and still there.
     *
     * @throws org.springframework.security.access.AccessDeniedException if the one who asks may not know
     */
    static Optional<Run<?, ?>> run(String id) {
        try {
            return Optional.ofNullable(Run.fromExternalizableId(id));
        } catch (IllegalArgumentException e) {
            // Something else than a build.
            return Optional.empty();
        }
    }

    /** It belongs to a block of another build. */
    static final class Reserved extends CauseOfBlockage {
        private final String agent;

        Reserved(String agent) {
            this.agent = agent;
        }

        @Override
        public String getShortDescription() {
            return "'" + agent + "' is for the build that has defined it";
        }
    }

    private static final class Refusal extends CauseOfBlockage {
        private final String agent;
        private final String reason;

        Refusal(String agent, String reason) {
            this.agent = agent;
            this.reason = reason;
        }

        @Override
        public String getShortDescription() {
            return "'" + agent + "' " + reason;
        }
    }
}

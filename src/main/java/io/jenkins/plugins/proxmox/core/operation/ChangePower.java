package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a guest into a state, and waits for the state, not only for the task: a guest under high availability is
 * started after the task's end, and so is a VM that reboots. A guest that is in the state already is left as it is.
 */
public final class ChangePower implements Operation<GuestFacts> {
    /** Proxmox' own limit should pass before ours, so that it can say what happened. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    static final String KIND = "power";
    private static final String GUEST = "guest";
    private static final String STATE = "state";
    private static final String SINCE = "since";
    private static final String ACT = "act";
    private static final String ARRIVE = "arrive";

    private final GuestReference reference;
    private final PowerAction action;
    private final PowerGoal goal;
    private final Optional<Duration> forceAfter;

    /**
     * @param guest a VMID or a name
     * @param forceAfter how many seconds a guest may take to shut down before it is switched off; null for
     *     {@link PowerAction#SHUTDOWN} means that it never is
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public ChangePower(String guest, PowerAction action, Integer forceAfter) {
        reference = GuestReference.parse("guest", guest);
        this.action = action;
        goal = new PowerGoal(action);
        this.forceAfter = Optional.ofNullable(forceAfter).map(Duration::ofSeconds);
        if (forceAfter != null && action != PowerAction.SHUTDOWN) {
            throw ProxmoxException.invalid(
                    "forceAfter", "forceAfter goes with the action shutdown only, not with " + action.label());
        }
        if (forceAfter != null && forceAfter < 1) {
            throw ProxmoxException.invalid(
                    "forceAfter", "forceAfter: " + forceAfter + " is too short; expected are seconds, at least 1");
        }
    }

    static ChangePower of(Request request) {
        return new ChangePower(
                request.text("guest"), PowerAction.parse(request.text("action")), request.number("forceAfter"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("guest", reference)
                .with("action", action.label())
                .with("forceAfter", forceAfter.map(Duration::toSeconds))
                .map();
    }

    @Override
    public Stages<GuestFacts> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .change(ACT, new Act())
                .look(ARRIVE, this::arrive);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(10);
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        forceAfter
                .filter(f -> f.plus(MARGIN).compareTo(context.remaining()) > 0)
                .ifPresent(f -> {
                    throw ProxmoxException.invalid(
                            "forceAfter",
                            "forceAfter: " + f.toSeconds() + " is longer than the step may take, "
                                    + Durations.text(context.remaining()) + "; expected is less, or a longer timeout");
                });
        FoundGuest guest = context.cluster().guests().find("guest", reference);
        context.permit(Right.POWER, guest);
        GuestStatus status = guest.status();
        Checks.noTemplate(guest, action.participle());
        if (!action.isForContainers() && !(guest.guest() instanceof VirtualMachine)) {
            throw ProxmoxException.invalid(
                    "action",
                    "The container " + guest + " can't be " + action.participle()
                            + ", only VMs can; expected is one of start, stop, shutdown, reboot");
        }
        if (goal.isReached(status)) {
            context.say(guest + " on " + guest.guest().node() + " is " + Facts.state(status) + " already");
            return Next.done(Facts.of(guest, List.of()));
        }
        if (goal.needsRunning(status) && !status.running()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    guest + " on " + guest.guest().node() + " can't be " + action.participle() + ", it is "
                            + Facts.state(status));
        }
        remember(context, guest);
        return Next.then(ACT);
    }

    private void remember(OperationContext context, FoundGuest guest) {
        Memo memo = context.memo();
        Memo.Subject subject = Memo.Subject.of(guest);
        memo.put(GUEST, subject);
        memo.put(STATE, Facts.state(guest.status()));
        PowerGoal.rememberRun(memo, guest.status());
        if (!goal.showsInState()) {
            new Traces(context, subject).remember(goal.taskTypes(subject.type())[0]);
        }
    }

    private final class Act implements Change<GuestFacts> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return action.activity() + " " + guest + " on " + guest.node();
        }

        @Override
        public Task make(OperationContext context) {
            Guest guest = context.memo().guest(GUEST).in(context.cluster());
            Checks.unlockedByNow(context, guest);
            context.agents().boots().begins(guest.vmid());
            return request(context, guest);
        }

        @Override
        public Trace trace(OperationContext context) {
            Memo.Subject subject = context.memo().guest(GUEST);
            Traces traces = new Traces(context, subject);
            GuestStatus now = subject.in(context.cluster()).status();
            String[] types = goal.taskTypes(subject.type());
            if (goal.showsInState()) {
                return traces.of(goal.isReached(now), types);
            }
            Trace trace = traces.since(types[0]);
            boolean vanished = trace instanceof Trace.Nothing && context.task().isPresent();
            return vanished && PowerGoal.isAnotherRun(context.memo(), now) ? new Trace.Done() : trace;
        }

        /** Somebody else may have done in the meantime what was asked for; then a refusal does not matter. */
        @Override
        public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
            boolean there = failure.filter(e -> e.is(Problem.WrongState.class)).isPresent()
                    && goal.isReached(
                            context.memo().guest(GUEST).in(context.cluster()).status());
            failure.ifPresent(reason -> Traces.rememberFailed(context));
            return Change.orFail(there ? Optional.empty() : failure, ARRIVE);
        }
    }

    private Task request(OperationContext context, Guest guest) {
        Duration patience = context.remaining().minus(MARGIN);
        boolean paused = context.memo().text(STATE).filter("paused"::equals).isPresent();
        return switch (action) {
            case START -> paused ? ((VirtualMachine) guest).resume() : guest.start();
            case STOP -> guest.stop();
            case SHUTDOWN -> guest.shutdown(forceAfter.orElse(patience), forceAfter.isPresent());
            case REBOOT -> guest.reboot(patience);
            case RESET -> ((VirtualMachine) guest).reset();
            case SUSPEND -> ((VirtualMachine) guest).suspend();
            case HIBERNATE -> ((VirtualMachine) guest).hibernate();
            case RESUME -> ((VirtualMachine) guest).resume();
        };
    }

    private Next<GuestFacts> arrive(OperationContext context) {
        Memo memo = context.memo();
        if (!memo.has(SINCE)) {
            memo.put(SINCE, context.now().toEpochMilli());
        }
        Guest guest = memo.guest(GUEST).in(context.cluster());
        GuestStatus now = guest.status();
        if (goal.isReached(memo, now)) {
            return Next.done(Facts.of(FoundGuest.of(guest, now), List.of()));
        }
        Instant since = Instant.ofEpochMilli(memo.number(SINCE).orElse(0));
        Duration pause = TaskWatcher.interval(Duration.between(since, context.now()));
        return Next.after(pause, "it is still " + Facts.state(now), ARRIVE);
    }
}

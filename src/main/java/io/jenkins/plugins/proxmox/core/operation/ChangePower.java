package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Brings a guest into a state, and waits for the state, not only for the task: a guest under high availability is
 * started after the task's end, and so is a VM that reboots. A guest that is in the state already is left as it is.
 */
public final class ChangePower implements Operation<GuestFacts> {
    /** Proxmox' own limit should pass before ours, so that it can say what happened. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final GuestReference reference;
    private final PowerAction action;
    private final Optional<Duration> forceAfter;
    private FoundGuest guest;
    private Instant waitingSince;

    /**
     * @param guest a VMID or a name
     * @param forceAfter how many seconds a guest may take to shut down before it is switched off; null for
     *     {@link PowerAction#SHUTDOWN} means that it never is
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public ChangePower(String guest, PowerAction action, Integer forceAfter) {
        reference = GuestReference.parse("guest", guest);
        this.action = action;
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

    @Override
    public Stage<GuestFacts> first() {
        return this::prepare;
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
        guest = context.cluster().guests().find("guest", reference);
        Checks.noTemplate(guest, action.participle());
        if (!action.isForContainers() && !(guest.guest() instanceof VirtualMachine)) {
            throw ProxmoxException.invalid(
                    "action",
                    "The container " + guest + " can't be " + action.participle()
                            + ", only VMs can; expected is one of start, stop, shutdown, reboot");
        }
        if (isThere(guest.status())) {
            context.say(guest + " on " + guest.guest().node() + " is " + Facts.state(guest.status()) + " already");
            return Next.done(Facts.of(guest, List.of()));
        }
        if (needsRunning() && !guest.status().running()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    guest + " on " + guest.guest().node() + " can't be " + action.participle() + ", it is "
                            + Facts.state(guest.status()));
        }
        return Next.then(this::act);
    }

    private boolean needsRunning() {
        return switch (action) {
            case START, STOP, SHUTDOWN -> false;
            case RESUME -> !guest.status().hibernated();
            default -> true;
        };
    }

    private Next<GuestFacts> act(OperationContext context) {
        context.doing(action.activity() + " " + guest + " on " + guest.guest().node());
        Checks.unlockedByNow(context, guest.guest());
        try {
            return Next.after(request(context), failure -> {
                failure.ifPresent(this::unlessThere);
                return Next.then(this::arrive);
            });
        } catch (ProxmoxException e) {
            unlessThere(e);
            return Next.then(this::arrive);
        }
    }

    private Task request(OperationContext context) {
        Guest it = guest.guest();
        Duration patience = context.remaining().minus(MARGIN);
        return switch (action) {
            case START -> guest.status().paused() ? ((VirtualMachine) it).resume() : it.start();
            case STOP -> it.stop();
            case SHUTDOWN -> it.shutdown(forceAfter.orElse(patience), forceAfter.isPresent());
            case REBOOT -> it.reboot(patience);
            case RESET -> ((VirtualMachine) it).reset();
            case SUSPEND -> ((VirtualMachine) it).suspend();
            case HIBERNATE -> ((VirtualMachine) it).hibernate();
            case RESUME -> ((VirtualMachine) it).resume();
        };
    }

    /** Somebody else may have done in the meantime what was asked for; then the refusal does not matter. */
    private void unlessThere(ProxmoxException failure) {
        if (!failure.is(Problem.WrongState.class) || !isThere(guest.guest().status())) {
            throw failure;
        }
    }

    private Next<GuestFacts> arrive(OperationContext context) {
        if (waitingSince == null) {
            waitingSince = context.now();
        }
        GuestStatus now = guest.guest().status();
        if (hasArrived(now)) {
            return Next.done(Facts.of(FoundGuest.of(guest.guest(), now), List.of()));
        }
        Duration pause = TaskWatcher.interval(Duration.between(waitingSince, context.now()));
        return Next.after(pause, "it is still " + Facts.state(now), this::arrive);
    }

    /** Whether nothing has to be done. A reboot or reset always has to. */
    private boolean isThere(GuestStatus status) {
        return switch (action) {
            case START, RESUME -> status.running() && !status.paused();
            case STOP, SHUTDOWN -> status.stopped();
            case SUSPEND -> status.paused();
            case HIBERNATE -> status.hibernated();
            case REBOOT, RESET -> false;
        };
    }

    private boolean hasArrived(GuestStatus now) {
        return switch (action) {
            case RESET -> now.running();
            case REBOOT -> now.running() && isAnotherRun(now);
            default -> isThere(now);
        };
    }

    /** A VM is started again by another task some moments after the one that was awaited. */
    private boolean isAnotherRun(GuestStatus now) {
        GuestStatus before = guest.status();
        return now.process().isPresent() && before.process().isPresent()
                ? now.process().getAsLong() != before.process().getAsLong()
                : now.uptime().isPresent()
                        && before.uptime()
                                .filter(then -> now.uptime().get().compareTo(then) < 0)
                                .isPresent();
    }
}

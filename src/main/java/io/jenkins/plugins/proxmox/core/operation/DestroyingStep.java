package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One of the things that have to be done until a guest is gone; afterwards is looked again.
 *
 * @param force whether a guest that runs is switched off
 * @param isDone whether it shows in a guest that is still there
 * @param types of the tasks that do it
 * @param next how it goes on when a task has done it
 */
record DestroyingStep(
        IntendedGuest intended,
        boolean force,
        String verb,
        BiFunction<Guest, Memo, Task> call,
        Predicate<Guest> isDone,
        List<String> types,
        Function<Memo, Next<Boolean>> next)
        implements Change<Boolean> {
    /** What a storage says of the disks of a template; the full text names the volume. */
    private static final String LINKED_CLONES = "still in use by linked clone";

    @Override
    public String activity(Memo memo) {
        Memo.Subject guest = memo.guest(IntendedGuest.GUEST);
        return verb + " " + guest + " on " + guest.node();
    }

    @Override
    public Task make(OperationContext context) {
        Guest guest = context.memo().guest(IntendedGuest.GUEST).in(context.cluster());
        if (!intended.is(context.memo(), guest.config())) {
            return context.cluster().tasks().done();
        }
        return call.apply(guest, context.memo());
    }

    @Override
    public Trace trace(OperationContext context) {
        Memo.Subject subject = context.memo().guest(IntendedGuest.GUEST);
        Optional<Guest> there = context.cluster().guests().find(subject.vmid());
        Optional<GuestConfig> config = there.flatMap(GuestPresence::config);
        boolean done = config.isEmpty() || !intended.is(context.memo(), config.get()) || isDone.test(there.get());
        return new Traces(context, subject).of(done, types.toArray(String[]::new));
    }

    /** A guest that is gone, or in another state than it was a moment ago, is looked at again. */
    @Override
    public Next<Boolean> then(OperationContext context, Optional<ProxmoxException> failure) {
        if (failure.isEmpty()) {
            // Without a task it may have been left alone.
            return context.task().isPresent() ? next.apply(context.memo()) : Next.then(DestroyGuest.LOOK);
        }
        ProxmoxException reason = failure.get();
        if (reason.getMessage().contains(LINKED_CLONES)) {
            throw new ProxmoxException(
                    new Problem.Unsupported(),
                    "other guests are linked clones of it and need its disks; destroy those first ("
                            + reason.getMessage() + ")",
                    reason);
        }
        boolean outdated = reason.is(Problem.NotFound.class)
                || reason.is(Problem.Conflict.class)
                || reason.is(Problem.WrongState.class) && force;
        if (!outdated) {
            throw reason;
        }
        return Next.after(DestroyGuest.PAUSE, reason.getMessage(), DestroyGuest.LOOK);
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * Takes back a clone when the operation that made it does not succeed. Nothing is touched whose mark, read at that
 * moment, is not that of the operation.
 */
final class DestroyClone {
    static final String FIRST = "undo";
    private static final String UNPROTECT = "undoProtection";
    private static final String STOP = "undoStart";
    private static final String DESTROY = "undoClone";
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private DestroyClone() {}

    static Stages<GuestFacts> addTo(Stages<GuestFacts> stages) {
        return stages.look(FIRST, DestroyClone::look)
                .change(
                        UNPROTECT,
                        new Step(
                                "Unprotecting",
                                (guest, context) -> guest.configuration()
                                        .change(ConfigChange.none().protection(false))
                                        .task(),
                                (guest, context) -> !guest.config().protection(),
                                Problem.Conflict.class))
                .change(
                        STOP,
                        new Step(
                                "Stopping",
                                (guest, context) -> guest.stopAtOnce(),
                                (guest, context) -> guest.status().stopped(),
                                Problem.WrongState.class))
                .change(
                        DESTROY,
                        new Step(
                                "Destroying",
                                (guest, context) -> guest.destroy(true),
                                (guest, context) -> false,
                                Problem.NotFound.class));
    }

    /** Looks what is left, and what has to be done with it next. */
    private static Next<GuestFacts> look(OperationContext context) {
        CloneSight sight = CloneSight.of(context);
        if (sight instanceof CloneSight.Ours ours) {
            if (ours.config().protection()) {
                return Next.then(UNPROTECT);
            }
            return Next.then(ours.guest().status().stopped() ? DESTROY : STOP);
        }
        if (sight instanceof CloneSight.InTheMaking making) {
            return Next.after(PAUSE, making.reason(), FIRST);
        }
        if (sight instanceof CloneSight.Abandoned abandoned) {
            throw new ProxmoxException(
                    new Problem.Locked(abandoned.lock()), abandoned.guest() + " is locked (" + abandoned.lock() + ")");
        }
        return context.mayStillArrive()
                ? Next.after(PAUSE, "it is not known yet whether the clone was made", FIRST)
                : Next.done(null);
    }

    /**
     * One thing to be done with the clone; afterwards is looked again.
     *
     * @param harmless a refusal that only means that it is not necessary (any more)
     */
    private record Step(
            String verb,
            BiFunction<Guest, OperationContext, Task> call,
            BiPredicate<Guest, OperationContext> isDone,
            Class<? extends Problem> harmless)
            implements Change<GuestFacts> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject clone = memo.guest(CloneGuest.CLONE);
            return verb + " " + clone + " on " + clone.node() + ", since it did not become what it should be";
        }

        @Override
        public Task make(OperationContext context) {
            Memo.Subject clone = context.memo().guest(CloneGuest.CLONE);
            Guest guest = clone.in(context.cluster());
            if (!CloneSight.isOurs(context, guest.config())) {
                return context.cluster().tasks().done();
            }
            return call.apply(guest, context);
        }

        @Override
        public Trace trace(OperationContext context) {
            Memo.Subject clone = context.memo().guest(CloneGuest.CLONE);
            boolean done = context.cluster().guests().find(clone.vmid()).isEmpty()
                    || isDone.test(clone.in(context.cluster()), context);
            return new Traces(context, clone)
                    .of(done, "qmstop", "vzstop", "hastop", "qmdestroy", "vzdestroy", "qmconfig");
        }

        @Override
        public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
            return Change.orFail(failure.filter(e -> !e.is(harmless)), FIRST);
        }
    }
}

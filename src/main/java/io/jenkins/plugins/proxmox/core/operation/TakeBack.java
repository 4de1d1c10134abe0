package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * Takes back a guest when the operation that made it does not succeed. Nothing is touched whose mark, read at that
 * moment, is not that of the operation.
 */
final class TakeBack {
    static final String FIRST = "undo";
    private static final String UNPROTECT = "undoProtection";
    private static final String STOP = "undoStart";
    private static final String DESTROY = "undoClone";
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private TakeBack() {}

    static Stages<GuestFacts> addTo(Stages<GuestFacts> stages, NewGuest wanted) {
        return stages.look(FIRST, context -> look(context, wanted))
                .change(
                        UNPROTECT,
                        new Step(
                                wanted,
                                "Unprotecting",
                                (guest, context) -> guest.configuration()
                                        .change(ConfigChange.none().protection(false))
                                        .task(),
                                (guest, context) -> !guest.config().protection(),
                                Problem.Conflict.class))
                .change(
                        STOP,
                        new Step(
                                wanted,
                                "Stopping",
                                (guest, context) -> guest.stopAtOnce(),
                                (guest, context) -> guest.status().stopped(),
                                Problem.WrongState.class))
                .change(
                        DESTROY,
                        new Step(
                                wanted,
                                "Destroying",
                                (guest, context) -> guest.destroy(true),
                                (guest, context) -> false,
                                Problem.NotFound.class));
    }

    /** Looks what is left, and what has to be done with it next. */
    private static Next<GuestFacts> look(OperationContext context, NewGuest wanted) {
        GuestSight sight = GuestSight.of(context, wanted);
        if (sight instanceof GuestSight.Ours ours) {
            if (ours.config().protection()) {
                return Next.then(UNPROTECT);
            }
            return Next.then(ours.guest().status().stopped() ? DESTROY : STOP);
        }
        if (sight instanceof GuestSight.InTheMaking making) {
            return Next.after(PAUSE, making.reason(), FIRST);
        }
        if (sight instanceof GuestSight.Abandoned abandoned) {
            throw new ProxmoxException(
                    new Problem.Locked(abandoned.lock()), abandoned.guest() + " is locked (" + abandoned.lock() + ")");
        }
        if (sight instanceof GuestSight.SomebodyElses other
                && !wanted.leftovers().isEmpty()
                && NewGuest.isBare(other.config())) {
            throw new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    other.guest() + " is there without any configuration, and nothing tells who made it");
        }
        return context.mayStillArrive()
                ? Next.after(PAUSE, "it is not known yet whether the guest was made", FIRST)
                : Next.done(null);
    }

    /**
     * One thing to be done with the guest; afterwards is looked again.
     *
     * @param harmless a refusal that only means that it is not necessary (any more)
     */
    private record Step(
            NewGuest wanted,
            String verb,
            BiFunction<Guest, OperationContext, Task> call,
            BiPredicate<Guest, OperationContext> isDone,
            Class<? extends Problem> harmless)
            implements Change<GuestFacts> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject subject = memo.guest(NewGuest.KEY);
            return verb + " " + subject + " on " + subject.node() + ", since it did not become what it should be";
        }

        @Override
        public Task make(OperationContext context) {
            Memo.Subject subject = context.memo().guest(NewGuest.KEY);
            Guest guest = subject.in(context.cluster());
            GuestConfig config = guest.config();
            if (!wanted.isOurs(context, config) && !wanted.isLeftover(context, config)) {
                return context.cluster().tasks().done();
            }
            return call.apply(guest, context);
        }

        @Override
        public Trace trace(OperationContext context) {
            Memo.Subject subject = context.memo().guest(NewGuest.KEY);
            boolean done = context.cluster().guests().find(subject.vmid()).isEmpty()
                    || isDone.test(subject.in(context.cluster()), context);
            return new Traces(context, subject)
                    .of(done, "qmstop", "vzstop", "hastop", "qmdestroy", "vzdestroy", "qmconfig");
        }

        @Override
        public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
            return Change.orFail(failure.filter(e -> !e.is(harmless)), FIRST);
        }
    }
}

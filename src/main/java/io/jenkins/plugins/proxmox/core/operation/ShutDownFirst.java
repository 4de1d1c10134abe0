package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a guest that is to be destroyed to shut down. Whatever comes of it, it is looked again; one that still runs then is
 * switched off.
 *
 * @param grace how long Proxmox VE waits for it
 */
record ShutDownFirst(IntendedGuest intended, Duration grace) implements Change<Boolean> {
    @Override
    public String activity(Memo memo) {
        Memo.Subject guest = memo.guest(IntendedGuest.GUEST);
        return "Shutting down " + guest + " on " + guest.node();
    }

    @Override
    public Task make(OperationContext context) {
        Guest guest = context.memo().guest(IntendedGuest.GUEST).in(context.cluster());
        return intended.is(context.memo(), guest.config())
                ? guest.shutdown(grace, false)
                : context.cluster().tasks().done();
    }

    @Override
    public Trace trace(OperationContext context) {
        Memo.Subject subject = context.memo().guest(IntendedGuest.GUEST);
        Optional<Guest> there = context.cluster().guests().find(subject.vmid());
        Optional<GuestConfig> config = there.flatMap(GuestPresence::config);
        boolean done = config.isEmpty()
                || !intended.is(context.memo(), config.get())
                || there.get().status().stopped();
        return new Traces(context, subject).of(done, "qmshutdown", "vzshutdown", "hastop");
    }

    /** A guest that does not listen is none that keeps from being destroyed. */
    @Override
    public Next<Boolean> then(OperationContext context, Optional<ProxmoxException> failure) {
        Optional<ProxmoxException> passing =
                failure.filter(e -> e.is(Problem.Locked.class) || e.is(Problem.NodeUnreachable.class));
        return Change.orFail(passing, DestroyGuest.LOOK);
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.util.Optional;

/**
 * Stops a guest that is about to be replaced, and whose state does not matter any more.
 *
 * @param next the stage that follows
 */
record StopForRestore(String next) implements Change<GuestFacts> {
    @Override
    public String activity(Memo memo) {
        Memo.Subject guest = memo.guest(NewGuest.KEY);
        return "Stopping " + guest + " on " + guest.node() + ", since it is to be replaced";
    }

    @Override
    public Task make(OperationContext context) {
        return guest(context).stopAtOnce();
    }

    private static Guest guest(OperationContext context) {
        return context.memo().guest(NewGuest.KEY).in(context.cluster());
    }

    @Override
    public Trace trace(OperationContext context) {
        boolean stopped = guest(context).status().stopped();
        return new Traces(context, context.memo().guest(NewGuest.KEY)).orFailed(stopped, "qmstop", "vzstop", "hastop");
    }

    @Override
    public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
        boolean stopped = failure.filter(e -> e.is(Problem.WrongState.class)).isPresent()
                && guest(context).status().stopped();
        return Change.orFail(stopped ? Optional.empty() : failure, next);
    }
}

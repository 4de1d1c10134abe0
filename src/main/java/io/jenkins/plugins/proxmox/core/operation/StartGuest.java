package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.util.Optional;

/**
 * Starts a guest as a part of something bigger.
 *
 * @param guest under which key the memo has it
 * @param next the stage that follows
 */
record StartGuest<R>(String guest, String next) implements Change<R> {
    @Override
    public String activity(Memo memo) {
        Memo.Subject subject = memo.guest(guest);
        return "Starting " + subject + " on " + subject.node();
    }

    @Override
    public Task make(OperationContext context) {
        Memo.Subject subject = context.memo().guest(guest);
        context.agents().boots().begins(subject.vmid());
        return subject.in(context.cluster()).start();
    }

    @Override
    public Trace trace(OperationContext context) {
        Memo.Subject subject = context.memo().guest(guest);
        boolean runs = subject.in(context.cluster()).status().running();
        return new Traces(context, subject).orFailed(runs, "qmstart", "vzstart", "hastart");
    }

    /** Somebody else may have started it in the meantime. */
    @Override
    public Next<R> then(OperationContext context, Optional<ProxmoxException> failure) {
        failure.ifPresent(reason -> Traces.rememberFailed(context));
        boolean runs = failure.filter(e -> e.is(Problem.WrongState.class)).isPresent()
                && context.memo().guest(guest).in(context.cluster()).status().running();
        return Change.orFail(runs ? Optional.empty() : failure, next);
    }
}

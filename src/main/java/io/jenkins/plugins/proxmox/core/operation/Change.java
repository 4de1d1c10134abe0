package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.util.Optional;

/**
 * A stage that changes something. Before it is run, a checkpoint is saved; if afterwards nobody knows whether the call
 * was carried out, because the controller died or no reply came, that is found out by looking, and the call is repeated
 * only if there is no trace of it.
 */
public non-sealed interface Change<R> extends Stage<R> {
    /** What it does, as people shall read it: {@code Starting web (101) on pve1}. */
    String activity(Memo memo);

    /**
     * Makes the one call that changes something. Reads may come before it, nothing may come after it.
     *
     * @return what carries it out
     * @throws ProxmoxException if it is refused; {@link #then} hears of it
     */
    Task make(OperationContext context);

    /** What became of an attempt whose end nobody knows; looks only. */
    Trace trace(OperationContext context);

    /**
     * How the operation goes on.
     *
     * @param failure why it was refused or failed; empty if it was carried out. Thrown again, a lock is waited out and the
     *     stage run again, and anything else ends the operation.
     */
    Next<R> then(OperationContext context, Optional<ProxmoxException> failure);

    /** Goes on with another stage after success; a failure is what it is. */
    static <R> Next<R> orFail(Optional<ProxmoxException> failure, String next) {
        if (failure.isPresent()) {
            throw failure.get();
        }
        return Next.then(next);
    }
}

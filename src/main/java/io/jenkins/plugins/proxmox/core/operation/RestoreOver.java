package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;

/**
 * Replaces a guest by a backup. Whose guest it is stays as it was. Before and after it looks the same, so that only its
 * task tells what became of a call.
 *
 * @param next the stage that follows
 */
record RestoreOver(RestoreRequest request, String next) implements Change<GuestFacts> {
    /** Keeps which tasks of this kind there are by now. */
    static void remember(OperationContext context) {
        Memo.Subject guest = context.memo().guest(NewGuest.KEY);
        new Traces(context, guest).remember(taskType(guest));
    }

    private static String taskType(Memo.Subject guest) {
        return guest.type() == GuestType.CONTAINER ? "vzrestore" : "qmrestore";
    }

    @Override
    public String activity(Memo memo) {
        Memo.Subject guest = memo.guest(NewGuest.KEY);
        return "Restoring " + RestorePlan.read(memo).archive() + " over " + guest + " on " + guest.node();
    }

    @Override
    public Task make(OperationContext context) {
        Memo.Subject guest = context.memo().guest(NewGuest.KEY);
        Checks.unlockedByNow(context, guest.in(context.cluster()));
        // Whose it is may have changed while it was stopped, or while somebody worked on it.
        context.cluster().guests().list().stream()
                .filter(entry -> entry.vmid().equals(guest.vmid()))
                .forEach(entry -> context.permit(Right.DESTROY, entry));
        RestorePlan plan = RestorePlan.read(context.memo());
        return plan.begin(
                context.cluster(), guest.vmid(), request.name(), Optional.empty(), plan.description(), plan.tags());
    }

    @Override
    public Trace trace(OperationContext context) {
        Memo.Subject guest = context.memo().guest(NewGuest.KEY);
        return new Traces(context, guest).since(taskType(guest));
    }

    @Override
    public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
        if (failure.isPresent()) {
            if (context.task().isPresent()) {
                context.say("What " + context.memo().guest(NewGuest.KEY)
                        + " was before may be lost in part or as a whole; it is of no use until a restore succeeds");
            }
            Traces.rememberFailed(context);
        } else {
            Traces.rememberBegin(context);
        }
        return Change.orFail(failure, next);
    }
}

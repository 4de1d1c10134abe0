package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.util.List;
import java.util.Optional;

/** Makes a new guest out of a backup. It gets its mark with the call, whatever mark the backed up guest had. */
final class RestoreNew extends MakeGuest {
    private final RestoreRequest request;
    private final String itself;
    private final String next;

    /**
     * @param anotherNumber as in {@link MakeGuest}
     * @param itself what the stage is called that this is
     * @param next the stage that follows
     */
    RestoreNew(RestoreRequest request, Optional<String> anotherNumber, String itself, String next) {
        super(NewGuest.RESTORED, anotherNumber);
        this.request = request;
        this.itself = itself;
        this.next = next;
    }

    @Override
    String next(Memo memo) {
        return next;
    }

    @Override
    public String activity(Memo memo) {
        Memo.Subject guest = memo.guest(NewGuest.KEY);
        return "Restoring " + RestorePlan.read(memo).archive() + " to the new "
                + guest.type().noun() + " " + guest + " on " + guest.node();
    }

    @Override
    public Task make(OperationContext context) {
        Memo memo = context.memo();
        Memo.Subject guest = memo.guest(NewGuest.KEY);
        RestorePlan plan = RestorePlan.read(memo);
        return plan.begin(
                context.cluster(),
                guest.vmid(),
                request.name(),
                request.pool(),
                context.mark(guest.vmid()).addTo(plan.description()),
                memo.flag(OurTag.REFUSED) ? List.of() : plan.tags());
    }

    @Override
    Next<GuestFacts> otherwise(OperationContext context, ProxmoxException failure) {
        if (OurTag.isRefused(failure) && !context.memo().flag(OurTag.REFUSED)) {
            OurTag.goWithout(context, failure);
            return Next.then(itself);
        }
        // What a task has left is in the way of another attempt.
        throw context.task().isPresent() && failure.is(Problem.Locked.class)
                ? new ProxmoxException(new Problem.Other(), failure.getMessage(), failure)
                : failure;
    }
}

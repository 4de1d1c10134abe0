package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.CloneCall;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the clone. Whether a guest with the number is ours is told by its mark alone, since somebody else may have
 * won the number.
 *
 * @param anotherNumber the stage that takes another VMID
 * @param next gives the stage that follows
 */
record MakeClone(CloneRequest request, String anotherNumber, Function<Memo, String> next)
        implements Change<GuestFacts> {
    /** How often another VMID is taken when somebody else was faster. */
    private static final int MOST_RACES = 8;

    @Override
    public String activity(Memo memo) {
        return "Cloning " + CloneGuest.sourceText(memo) + " to " + CloneGuest.cloneText(request, memo) + " on "
                + memo.guest(CloneGuest.CLONE).node();
    }

    @Override
    public Task make(OperationContext context) {
        Memo memo = context.memo();
        Memo.Subject source = memo.guest(CloneGuest.SOURCE);
        Memo.Subject clone = memo.guest(CloneGuest.CLONE);
        CloneCall call = new CloneCall(
                clone.vmid(),
                request.name(),
                Optional.of(!memo.flag(CloneGuest.LINKED)),
                request.storage(),
                request.node().filter(node -> !node.equals(source.node())),
                request.pool(),
                request.snapshot(),
                Optional.of(context.mark(clone.vmid())
                        .addTo(memo.text(CloneGuest.DESCRIPTION).orElse(""))));
        return source.in(context.cluster()).cloneTo(call).task();
    }

    @Override
    public Trace trace(OperationContext context) {
        CloneSight sight = CloneSight.of(context);
        if (sight instanceof CloneSight.Ours) {
            return new Trace.Done();
        }
        if (sight instanceof CloneSight.InTheMaking making) {
            return new Trace.Unclear(making.reason());
        }
        if (sight instanceof CloneSight.Abandoned abandoned) {
            return new Trace.Failed(new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    abandoned.guest() + " is locked (" + abandoned.lock() + "), but nothing works on it any more; if it"
                            + " is the clone, its task was killed"));
        }
        if (sight instanceof CloneSight.SomebodyElses other) {
            return new Trace.Failed(new ProxmoxException(
                    new Problem.AlreadyExists(),
                    "somebody else has the VMID " + other.guest().vmid() + " now"));
        }
        return new Trace.Nothing();
    }

    @Override
    public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
        Memo memo = context.memo();
        if (failure.isEmpty()) {
            memo.put(CloneGuest.MADE, true);
            Traces.rememberBegin(context);
            return Next.then(next.apply(memo));
        }
        ProxmoxException reason = failure.get();
        if (!isTaken(reason, memo.guest(CloneGuest.CLONE).vmid())) {
            throw reason;
        }
        if (context.repeated()) {
            // The one that was faster may have been our own call, whose answer never came.
            Trace trace = trace(context);
            if (trace instanceof Trace.Done) {
                return then(context, Optional.empty());
            }
            if (trace instanceof Trace.Unclear) {
                throw new ProxmoxException(new Problem.Locked("clone"), reason.getMessage(), reason);
            }
        }
        long races = memo.number(CloneGuest.RACES).orElse(0) + 1;
        if (request.vmid().isPresent() || races > MOST_RACES) {
            throw reason;
        }
        memo.put(CloneGuest.RACES, races);
        return Next.then(anotherNumber);
    }

    private static boolean isTaken(ProxmoxException reason, VmId vmid) {
        return reason.is(Problem.AlreadyExists.class)
                || reason.is(Problem.Locked.class, lock -> isLockFileOf(vmid, lock.lock()));
    }

    /** While one clone task works on a VMID it holds this file, and another one waits for a second only. */
    private static boolean isLockFileOf(VmId vmid, String lock) {
        return lock.equals("lock-" + vmid + ".conf") || lock.equals("pve-config-" + vmid + ".lock");
    }
}

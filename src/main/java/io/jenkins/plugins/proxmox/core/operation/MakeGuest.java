package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;

/**
 * Makes a guest. Whether a guest with the number is ours is told by its mark alone, since somebody else may have won the
 * number.
 */
abstract class MakeGuest implements Change<GuestFacts> {
    /** How often another VMID is taken when somebody else was faster. */
    private static final int MOST_RACES = 8;

    private final NewGuest wanted;
    private final Optional<String> anotherNumber;

    /**
     * @param anotherNumber the stage that takes another VMID; absent if it has to be this one
     */
    MakeGuest(NewGuest wanted, Optional<String> anotherNumber) {
        this.wanted = wanted;
        this.anotherNumber = anotherNumber;
    }

    /** The stage that follows when the guest is there. */
    abstract String next(Memo memo);

    /** How it goes on after a failure that has nothing to do with the number. */
    Next<GuestFacts> otherwise(OperationContext context, ProxmoxException failure) {
        throw failure;
    }

    @Override
    public Trace trace(OperationContext context) {
        GuestSight sight = GuestSight.of(context, wanted);
        if (sight instanceof GuestSight.Ours) {
            return new Trace.Done();
        }
        if (sight instanceof GuestSight.InTheMaking making) {
            return new Trace.Unclear(making.reason());
        }
        if (sight instanceof GuestSight.Abandoned abandoned) {
            return new Trace.Failed(new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    abandoned.guest() + " is locked (" + abandoned.lock() + "), but nothing works on it any more; if it"
                            + " is the one that was asked for, its task was killed"));
        }
        if (sight instanceof GuestSight.SomebodyElses other) {
            return new Trace.Failed(stranger(other));
        }
        return new Trace.Nothing();
    }

    private ProxmoxException stranger(GuestSight.SomebodyElses other) {
        return !wanted.leftovers().isEmpty() && NewGuest.isBare(other.config())
                ? new ProxmoxException(
                        new Problem.OutcomeUnknown(),
                        other.guest() + " is there without any configuration; it may be what a failed restore has left")
                : new ProxmoxException(
                        new Problem.AlreadyExists(),
                        "somebody else has the VMID " + other.guest().vmid() + " now");
    }

    @Override
    public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
        Memo memo = context.memo();
        if (failure.isEmpty()) {
            memo.put(NewGuest.MADE, true);
            Traces.rememberBegin(context);
            return Next.then(next(memo));
        }
        ProxmoxException reason = failure.get();
        if (wanted.hadNumber(context)
                || !isTaken(reason, memo.guest(NewGuest.KEY).vmid())) {
            return otherwise(context, reason);
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
        long races = memo.number(NewGuest.RACES).orElse(0) + 1;
        if (races > MOST_RACES) {
            throw reason;
        }
        memo.put(NewGuest.RACES, races);
        return Next.then(anotherNumber.orElseThrow(() -> reason));
    }

    private static boolean isTaken(ProxmoxException reason, VmId vmid) {
        return reason.is(Problem.AlreadyExists.class)
                || reason.is(Problem.Locked.class, lock -> isLockFileOf(vmid, lock.lock()));
    }

    /** While one task makes a guest of a VMID it holds this file, and another one waits for a second only. */
    private static boolean isLockFileOf(VmId vmid, String lock) {
        return lock.equals("lock-" + vmid + ".conf") || lock.equals("pve-config-" + vmid + ".lock");
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Looks what is there of the guest that is to be destroyed, and what has to be done with it next. */
record DestroyingLook(IntendedGuest intended, boolean force, Duration grace) {
    private static final String SEEN = "seen";
    private static final String STOPPED = "stopped";
    private static final String MANAGED = "managed";
    private static final String GRACE_ENDS = "graceEnds";

    /** As long as one of these is held, nobody can tell whose the guest is going to be. */
    private static final Set<String> IN_THE_MAKING = Set.of("clone", "create");

    /** The first look, which nothing has been done before. */
    Next<Boolean> first(OperationContext context) {
        if (intended.isMarked()) {
            return Next.then(DestroyGuest.LOOK);
        }
        Optional<FoundGuest> found =
                GuestPresence.find(context, intended.reference().orElseThrow());
        if (found.isEmpty()) {
            context.say("There is no guest " + intended.reference().get() + ", so there is nothing to destroy");
            return Next.done(false);
        }
        FoundGuest guest = found.get();
        context.permit(Right.DESTROY, guest);
        GuestConfig config = guest.guest().config();
        Memo.Subject subject = Memo.Subject.of(guest);
        refuseProtected(subject, config);
        context.memo().put(SEEN, true);
        IntendedGuest.remember(context.memo(), subject, config);
        return next(context, subject, guest.status());
    }

    /** Each further look. */
    Next<Boolean> again(OperationContext context) {
        Memo memo = context.memo();
        VmId vmid = intended.vmid(memo);
        Optional<Guest> there = context.cluster().guests().find(vmid);
        Optional<GuestConfig> config = there.flatMap(GuestPresence::config);
        if (there.isEmpty()) {
            return GuestPresence.isGone(context, vmid)
                    ? Next.done(memo.flag(SEEN))
                    : later(GuestPresence.hidden(vmid).getMessage());
        }
        Guest guest = there.get();
        if (config.isEmpty()) {
            return later(guest + " vanishes");
        }
        if (!intended.is(memo, config.get())) {
            Optional<String> lock = config.get().lock().filter(IN_THE_MAKING::contains);
            return intended.isMarked() && lock.isPresent()
                    ? later(guest + " is locked (" + lock.get() + ")")
                    : Next.done(memo.flag(SEEN));
        }
        memo.put(SEEN, true);
        String name = config.get().name().orElse(guest.type().noun() + " " + vmid);
        Memo.Subject subject = new Memo.Subject(guest.type(), vmid, guest.node(), name);
        memo.put(IntendedGuest.GUEST, subject);
        refuseProtected(subject, config.get());
        return config.get().protection() ? Next.then(DestroyGuest.UNPROTECT) : next(context, subject, guest.status());
    }

    private static Next<Boolean> later(String reason) {
        return Next.after(DestroyGuest.PAUSE, reason, DestroyGuest.LOOK);
    }

    private void refuseProtected(Memo.Subject guest, GuestConfig config) {
        if (!intended.isMarked() && config.protection()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    guest + " on " + guest.node() + " is protected; whoever wants it destroyed has to switch off its"
                            + " protection first");
        }
    }

    private void refuseRunning(Memo.Subject guest, GuestStatus status) {
        if (!force && !status.stopped()) {
            throw ProxmoxException.invalid(
                    "force",
                    guest + " on " + guest.node() + " is running; expected is a guest that is off, or force: true to"
                            + " switch it off");
        }
    }

    private Next<Boolean> next(OperationContext context, Memo.Subject guest, GuestStatus status) {
        Memo memo = context.memo();
        refuseRunning(guest, status);
        memo.put(MANAGED, status.highAvailability());
        if (status.stopped()) {
            return Next.then(DestroyGuest.DESTROY);
        }
        if (!grace.isZero() && !memo.has(GRACE_ENDS)) {
            // Part of the checkpoint, so that nobody gets it twice.
            memo.put(GRACE_ENDS, context.now().plus(grace).toEpochMilli());
            return Next.then(DestroyGuest.SHUT_DOWN);
        }
        if (isGraceLeft(memo, context.now())) {
            return later("it shuts down");
        }
        return status.highAvailability() && memo.flag(STOPPED)
                ? later("the HA manager has not stopped it yet")
                : Next.then(DestroyGuest.STOP);
    }

    /** The HA manager shuts a guest down after the task that asked for it. */
    private boolean isGraceLeft(Memo memo, Instant now) {
        long end = memo.number(GRACE_ENDS).orElse(0);
        // Never longer than was wanted, even if the clock was set back.
        return isManaged(memo) && now.toEpochMilli() < end && now.plus(grace).toEpochMilli() >= end;
    }

    /** Whether high availability manages the guest: a shutdown under way can't be overruled then. */
    static boolean isManaged(Memo memo) {
        return memo.flag(MANAGED);
    }

    /** The HA manager stops a guest some seconds after the task that asked for it. */
    static Next<Boolean> afterStop(Memo memo) {
        memo.put(STOPPED, true);
        return Next.then(isManaged(memo) ? DestroyGuest.LOOK : DestroyGuest.DESTROY);
    }
}

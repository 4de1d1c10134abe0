package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import java.util.Optional;

/** What is to be seen at a moment under the VMID of a clone that has been asked for. */
sealed interface CloneSight {
    /** Nothing, and nothing is being made. */
    record Nothing() implements CloneSight {}

    /**
     * Something is being made, and whose it is can be told only when it is finished.
     *
     * @param reason what, for whoever asks why it takes so long
     */
    record InTheMaking(String reason) implements CloneSight {}

    /** It is locked, though nobody works on it any more: a task was killed. Only root can unlock it. */
    record Abandoned(Guest guest, String lock) implements CloneSight {}

    /** The clone of this operation, as its {@link io.jenkins.plugins.proxmox.core.ownership.Mark} says. */
    record Ours(Guest guest, GuestConfig config) implements CloneSight {}

    /** Another guest. */
    record SomebodyElses(Guest guest) implements CloneSight {}

    /** Looks. */
    static CloneSight of(OperationContext context) {
        Memo.Subject clone = context.memo().guest(CloneGuest.CLONE);
        Optional<Guest> there = context.cluster().guests().find(clone.vmid());
        Optional<GuestConfig> config = there.flatMap(CloneSight::config);
        if (config.isEmpty()) {
            return hidden(context, clone);
        }
        Guest guest = there.get();
        Optional<String> lock = config.get().lock();
        if (lock.isPresent()) {
            return locked(context, guest, lock.get());
        }
        if (!isOurs(context, config.get())) {
            return new SomebodyElses(guest);
        }
        return guest.node().equals(clone.node())
                ? new Ours(guest, config.get())
                : new InTheMaking(guest + " is on its way to " + clone.node());
    }

    /** Whether a guest bears the mark of this operation. */
    static boolean isOurs(OperationContext context, GuestConfig config) {
        return context.mark(context.memo().guest(CloneGuest.CLONE).vmid()).isOn(config);
    }

    /** The rights of a pool reach a clone when it is finished; until then only the number and the task can be seen. */
    private static CloneSight hidden(OperationContext context, Memo.Subject clone) {
        return context.cluster().isFree(clone.vmid()) || !sourceIsBeingCloned(context)
                ? new Nothing()
                : new InTheMaking("the source is being cloned");
    }

    /** A task that ends takes its lock away first, so it has to be looked once more. */
    private static CloneSight locked(OperationContext context, Guest guest, String lock) {
        boolean abandoned = !sourceIsBeingCloned(context)
                && config(guest).flatMap(GuestConfig::lock).filter(lock::equals).isPresent();
        return abandoned ? new Abandoned(guest, lock) : new InTheMaking(guest + " is locked (" + lock + ")");
    }

    private static boolean sourceIsBeingCloned(OperationContext context) {
        return new Traces(context, context.memo().guest(CloneGuest.SOURCE))
                .running("qmclone", "vzclone")
                .isPresent();
    }

    /** With rights on a pool only, a guest that is gone is forbidden rather than missing. */
    private static Optional<GuestConfig> config(Guest guest) {
        try {
            return Optional.of(guest.config());
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class) || e.is(Problem.Permission.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}

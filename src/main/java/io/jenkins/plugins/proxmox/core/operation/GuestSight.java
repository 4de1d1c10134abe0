package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.task.TaskEntry;
import io.jenkins.plugins.proxmox.core.task.TaskFilter;
import java.util.Optional;
import java.util.Set;

/** What is to be seen at a moment under the VMID of a guest that has been asked for. */
sealed interface GuestSight {
    /** Nothing, and nothing is being made. */
    record Nothing() implements GuestSight {}

    /**
     * Something is being made, and whose it is can be told only when it is finished.
     *
     * @param reason what, for whoever asks why it takes so long
     */
    record InTheMaking(String reason) implements GuestSight {}

    /** It is locked, though nobody works on it any more: a task was killed. Only root can unlock it. */
    record Abandoned(Guest guest, String lock) implements GuestSight {}

    /**
     * The guest of this operation, as its {@link io.jenkins.plugins.proxmox.core.ownership.Mark} says, or what its failed
     * task has left of it.
     */
    record Ours(Guest guest, GuestConfig config) implements GuestSight {}

    /** Another guest. */
    record SomebodyElses(Guest guest, GuestConfig config) implements GuestSight {}

    /** Types of tasks that lock a guest while they make it. */
    Set<String> MAKING = Set.of("qmclone", "vzclone", "qmcreate", "vzcreate", "qmrestore", "vzrestore");

    /** Looks. */
    static GuestSight of(OperationContext context, NewGuest wanted) {
        Memo.Subject subject = context.memo().guest(NewGuest.KEY);
        Optional<Guest> there = context.cluster().guests().find(subject.vmid());
        Optional<GuestConfig> config = there.flatMap(GuestSight::config);
        if (config.isEmpty()) {
            return hidden(context, wanted, subject);
        }
        Guest guest = there.get();
        Optional<String> lock = config.get().lock();
        if (lock.isPresent()) {
            return locked(context, wanted, guest, lock.get());
        }
        if (!wanted.isOurs(context, config.get()) && !wanted.isLeftover(context, config.get())) {
            return new SomebodyElses(guest, config.get());
        }
        return guest.node().equals(subject.node())
                ? new Ours(guest, config.get())
                : new InTheMaking(guest + " is on its way to " + subject.node());
    }

    /** The rights of a pool reach a guest when it is finished; until then only the number and the task can be seen. */
    private static GuestSight hidden(OperationContext context, NewGuest wanted, Memo.Subject subject) {
        return context.cluster().isFree(subject.vmid()) || !wanted.isBeingMade(context)
                ? new Nothing()
                : new InTheMaking(
                        wanted.worker().equals(NewGuest.KEY) ? "it is being made" : "the source is being cloned");
    }

    /** A task that ends takes its lock away first, so it has to be looked once more. */
    private static GuestSight locked(OperationContext context, NewGuest wanted, Guest guest, String lock) {
        boolean abandoned = !wanted.isBeingMade(context)
                && !isAnyBeingMade(context, guest.node())
                && config(guest).flatMap(GuestConfig::lock).filter(lock::equals).isPresent();
        return abandoned ? new Abandoned(guest, lock) : new InTheMaking(guest + " is locked (" + lock + ")");
    }

    /** Somebody else may have won the number, with another source than ours; that one's task may be hidden from us. */
    private static boolean isAnyBeingMade(OperationContext context, String node) {
        return context.cluster().tasks().search(node, TaskFilter.active()).stream()
                .filter(TaskEntry::running)
                .anyMatch(task -> MAKING.contains(task.upid().type()));
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

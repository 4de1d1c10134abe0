package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.List;
import java.util.Optional;

/**
 * A guest that an operation makes, by whichever call; the memo has it under {@link #KEY}.
 *
 * @param worker under which key the memo has the guest whose VMID the task bears that makes it
 * @param tasks the types of such tasks
 * @param leftovers of these types of tasks, those that leave a guest without a mark when they fail
 */
record NewGuest(String worker, List<String> tasks, List<String> leftovers) {
    static final String KEY = "newGuest";

    /** Whether it was made for certain. */
    static final String MADE = "made";

    /** How often somebody else was faster. */
    static final String RACES = "races";

    /** The task that was awaited when the operation turned round. */
    static final String LAST_TASK = "lastTask";

    static final NewGuest CLONED = new NewGuest(CloneGuest.SOURCE, List.of("qmclone", "vzclone"), List.of());
    static final NewGuest CREATED = new NewGuest(KEY, List.of("qmcreate", "vzcreate"), List.of());
    static final NewGuest RESTORED = new NewGuest(KEY, List.of("qmrestore", "vzrestore"), List.of("qmrestore"));

    boolean isBeingMade(OperationContext context) {
        return new Traces(context, context.memo().guest(worker))
                .running(tasks.toArray(String[]::new))
                .isPresent();
    }

    /** Whether nobody else can have won the number: creations and restores take it before they give a task. */
    boolean hadNumber(OperationContext context) {
        return worker.equals(KEY) && context.task().isPresent();
    }

    /** Whether a guest bears the mark of this operation. */
    boolean isOurs(OperationContext context, GuestConfig config) {
        return context.mark(context.memo().guest(KEY).vmid()).isOn(config);
    }

    /**
     * Whether a guest is what a failed restore of this operation has left. Such a guest has no configuration and hence no
     * mark; but Proxmox VE takes the VMID before it begins such a task, so whoever has the task's UPID has had the VMID.
     */
    boolean isLeftover(OperationContext context, GuestConfig config) {
        VmId vmid = context.memo().guest(KEY).vmid();
        Optional<Upid> task = context.memo().text(LAST_TASK).flatMap(Upid::find);
        return isBare(config)
                && task.filter(upid ->
                                leftovers.contains(upid.type()) && upid.id().equals(vmid.toString()))
                        .isPresent();
    }

    /** Whether there is nothing that anybody could lose. */
    static boolean isBare(GuestConfig config) {
        return config.name().isEmpty()
                && config.description().isEmpty()
                && config.tags().isEmpty()
                && config.disks().isEmpty()
                && config.mountPoints().isEmpty()
                && config.unused().isEmpty()
                && config.nics().isEmpty();
    }
}

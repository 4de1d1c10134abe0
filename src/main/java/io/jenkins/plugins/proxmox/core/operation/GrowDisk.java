package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.BootDisk;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the boot disk of a clone as big as was asked for. A container's file system grows with it, a VM's does not.
 *
 * @param itself what the stage is called that this is
 * @param next the stage that follows
 */
record GrowDisk(String itself, String next) implements Change<GuestFacts> {
    private static final String DISK = "growDisk";
    private static final String GOAL = "growTo";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * Decides whether the disk has to grow.
     *
     * @param config of the guest that is cloned
     * @throws ProxmoxException with {@link Problem.Parameter} if it has none
     */
    static void prepare(OperationContext context, FoundGuest source, GuestConfig config, DataSize goal) {
        BootDisk disk = BootDisk.of(config)
                .orElseThrow(() -> ProxmoxException.invalid(
                        "bootDisk",
                        "bootDisk: '" + goal + "' is not possible, since nothing tells which disk of " + source
                                + " it boots from; set its option boot, as in order=scsi0"));
        if (disk.size().filter(size -> size.compareTo(goal) >= 0).isPresent()) {
            context.say(disk.id() + " of " + source + " has " + disk.size().get() + ", so that of the clone is not made"
                    + " bigger; " + goal + " was asked for");
            return;
        }
        context.memo().put(DISK, disk.id().text());
        context.memo().put(GOAL, goal.bytes());
    }

    static boolean isNeeded(Memo memo) {
        return memo.has(DISK);
    }

    @Override
    public String activity(Memo memo) {
        Memo.Subject clone = memo.guest(NewGuest.KEY);
        return "Resizing " + disk(memo) + " of " + clone + " on " + clone.node() + " to " + goal(memo);
    }

    private static VolumeKey disk(Memo memo) {
        return memo.text(DISK).flatMap(VolumeKey::find).orElse(MountPointId.ROOTFS);
    }

    private static DataSize goal(Memo memo) {
        return new DataSize(memo.number(GOAL).orElse(0));
    }

    @Override
    public Task make(OperationContext context) {
        Memo memo = context.memo();
        Guest clone = clone(context);
        SizeChange change = new SizeChange.To(goal(memo));
        return clone instanceof VirtualMachine machine
                ? machine.disks().extend((DiskId) disk(memo), change)
                : ((Container) clone).mountPoints().extend((MountPointId) disk(memo), change);
    }

    private static Guest clone(OperationContext context) {
        return context.memo().guest(NewGuest.KEY).in(context.cluster());
    }

    private static boolean isGrown(OperationContext context) {
        Memo memo = context.memo();
        return ChangeDisk.size(clone(context).config(), disk(memo))
                .filter(size -> size.compareTo(goal(memo)) >= 0)
                .isPresent();
    }

    @Override
    public Trace trace(OperationContext context) {
        boolean grown = isGrown(context);
        return new Traces(context, context.memo().guest(NewGuest.KEY)).orFailed(grown, "resize");
    }

    @Override
    public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
        failure.ifPresent(reason -> Traces.rememberFailed(context));
        if (failure.filter(e -> e.is(Problem.Conflict.class)).isPresent()) {
            return Next.after(PAUSE, failure.get().getMessage(), itself);
        }
        // Besides an earlier call that nobody heard of: a copy can be a bit bigger than what it is a copy of.
        boolean grown = failure.isPresent() && isGrown(context);
        return Change.orFail(grown ? Optional.empty() : failure, next);
    }
}

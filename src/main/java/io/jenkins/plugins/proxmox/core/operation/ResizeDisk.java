package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.VirtualMachine;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import java.util.Optional;

/** Makes a disk bigger. Which size it gets is decided once: it would grow by something each time it was asked for. */
record ResizeDisk(DiskRequest request) implements DiskWork {
    private static final String GOAL = "goal";

    @Override
    public boolean prepare(OperationContext context, FoundGuest guest, GuestConfig config) {
        ChangeDisk.requireThere(guest, config, request.disk());
        Optional<DataSize> present = ChangeDisk.size(config, request.disk());
        DataSize goal = goal(guest, present);
        if (present.filter(now -> goal.compareTo(now) < 0).isPresent()) {
            throw ProxmoxException.invalid(
                    "size",
                    request.disk() + " of " + guest + " has " + present.get() + " and can't shrink to " + goal
                            + "; expected is a bigger size, or one to be added as in +8G");
        }
        context.memo().put(GOAL, goal.bytes());
        return present.filter(goal::equals).isEmpty();
    }

    private DataSize goal(FoundGuest guest, Optional<DataSize> present) {
        if (request.size().orElseThrow() instanceof SizeChange.By by) {
            DataSize now = present.orElseThrow(() -> new ProxmoxException(
                    new Problem.WrongState(),
                    "Proxmox VE does not tell the size of " + request.disk() + " of " + guest
                            + ", so nothing can be added; expected is the size that it shall have, as in 32G"));
            return new DataSize(Math.addExact(now.bytes(), by.size().bytes()));
        }
        return request.newSize().orElseThrow();
    }

    @Override
    public Task make(OperationContext context, Guest guest) {
        SizeChange change = new SizeChange.To(goal(context.memo()));
        return guest instanceof VirtualMachine machine
                ? machine.disks().extend((DiskId) request.disk(), change)
                : ((Container) guest).mountPoints().extend((MountPointId) request.disk(), change);
    }

    private static DataSize goal(Memo memo) {
        return new DataSize(memo.number(GOAL).orElse(0));
    }

    /** Some storages give a bit more than was asked for. */
    @Override
    public boolean shows(Memo memo, GuestConfig config) {
        return ChangeDisk.size(config, request.disk())
                .filter(size -> size.compareTo(goal(memo)) >= 0)
                .isPresent();
    }

    @Override
    public String[] taskTypes() {
        return new String[] {"resize"};
    }

    @Override
    public String details(Memo memo) {
        return goal(memo).toString();
    }
}

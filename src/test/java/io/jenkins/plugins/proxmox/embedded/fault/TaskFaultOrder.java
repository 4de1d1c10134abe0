package io.jenkins.plugins.proxmox.embedded.fault;

import io.jenkins.plugins.proxmox.embedded.task.TaskFault;
import java.util.Optional;

/** Says which tasks a fault is for, by default one task, the next; the last method called says which fault. */
public final class TaskFaultOrder {
    private final Faults faults;
    private final String type;
    private String id;
    private int skipped;
    private int left = 1;
    private TaskFault fault;

    TaskFaultOrder(Faults faults, String type) {
        this.faults = faults;
        this.type = type;
    }

    /** Only tasks with this id in their UPID. */
    public TaskFaultOrder of(Object wantedId) {
        id = String.valueOf(wantedId);
        return this;
    }

    public TaskFaultOrder times(int count) {
        left = count;
        return this;
    }

    public TaskFaultOrder always() {
        return times(Integer.MAX_VALUE);
    }

    /** How many tasks go well before. */
    public TaskFaultOrder after(int count) {
        skipped = count;
        return this;
    }

    /** It ends with this text instead of its effect. */
    public void fails(String text) {
        order(new TaskFault.Fails(text));
    }

    /** It succeeds with this warning. */
    public void warns(String text) {
        order(new TaskFault.Warns(text));
    }

    /** It runs until it is interrupted. */
    public void hangs() {
        order(new TaskFault.Hangs());
    }

    /** It takes effect, but then it is unknown. */
    public void vanishes() {
        order(new TaskFault.Vanishes());
    }

    /** It is killed amid its work, so that its status is {@code unexpected status} and its locks stay. */
    public void dies() {
        order(new TaskFault.Dies());
    }

    private void order(TaskFault ordered) {
        fault = ordered;
        faults.add(this);
    }

    Optional<TaskFault> next(String startedType, String startedId) {
        if (left == 0 || !type.equals(startedType) || (id != null && !id.equals(startedId))) {
            return Optional.empty();
        }
        if (skipped > 0) {
            skipped--;
            return Optional.empty();
        }
        if (left != Integer.MAX_VALUE) {
            left--;
        }
        return Optional.of(fault);
    }

    boolean isUsedUp() {
        return left == 0;
    }
}

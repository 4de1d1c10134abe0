package io.jenkins.plugins.proxmox.embedded.fault;

import io.jenkins.plugins.proxmox.embedded.task.TaskFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Faults that were ordered. Several orders for the same call hit one after the other, in the order they were given. */
public final class Faults {
    private final List<CallFaultOrder> calls = new ArrayList<>();
    private final List<TaskFaultOrder> tasks = new ArrayList<>();

    /**
     * @param method an HTTP method, or {@code *}
     * @param path as in {@link Glob}, without {@code /api2/json}
     */
    public CallFaultOrder call(String method, String path) {
        return new CallFaultOrder(this, method, new Glob(path));
    }

    /** @param type of tasks, such as {@code qmclone} */
    public TaskFaultOrder task(String type) {
        return new TaskFaultOrder(this, type);
    }

    /** Takes back all orders. */
    public synchronized void clear() {
        calls.clear();
        tasks.clear();
    }

    synchronized void add(CallFaultOrder order) {
        calls.add(order);
    }

    synchronized void add(TaskFaultOrder order) {
        tasks.add(order);
    }

    /** The fault for a call that comes in now, which counts it. */
    public synchronized Optional<CallFault> nextForCall(String method, String path) {
        Optional<CallFault> fault = calls.stream()
                .map(order -> order.next(method, path).orElse(null))
                .filter(Objects::nonNull)
                .findFirst();
        calls.removeIf(CallFaultOrder::isUsedUp);
        return fault;
    }

    /** The fault for a task that starts now, which counts it. */
    public synchronized Optional<TaskFault> nextForTask(String type, String id) {
        Optional<TaskFault> fault = tasks.stream()
                .map(order -> order.next(type, id).orElse(null))
                .filter(Objects::nonNull)
                .findFirst();
        tasks.removeIf(TaskFaultOrder::isUsedUp);
        return fault;
    }
}

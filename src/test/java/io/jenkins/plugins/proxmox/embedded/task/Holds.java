package io.jenkins.plugins.proxmox.embedded.task;

import java.util.ArrayList;
import java.util.List;

/** The holds there are and the tasks they stop. To be used under the state lock. */
final class Holds {
    private final List<Hold> holds = new ArrayList<>();
    private final List<RunningTask> parked = new ArrayList<>();

    void add(Hold hold) {
        holds.add(hold);
    }

    /** Stops a task that is about to begin or to end, if it is to be stopped. */
    boolean stop(RunningTask task) {
        boolean stopped = isHeld(task);
        if (stopped) {
            parked.add(task);
        }
        return stopped;
    }

    private boolean isHeld(RunningTask task) {
        return holds.stream().anyMatch(hold -> hold.stops(task.plan.type(), !task.hasBegun()));
    }

    /** @return the tasks that may go on now */
    List<RunningTask> release(Hold hold) {
        holds.remove(hold);
        List<RunningTask> freed = parked.stream().filter(task -> !isHeld(task)).toList();
        parked.removeAll(freed);
        return freed;
    }

    boolean hasStoppedAny(Hold hold) {
        return parked.stream().anyMatch(task -> hold.stops(task.plan.type(), !task.hasBegun()));
    }

    void forget(RunningTask task) {
        parked.remove(task);
    }
}

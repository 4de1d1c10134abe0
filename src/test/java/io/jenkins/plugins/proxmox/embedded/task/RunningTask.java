package io.jenkins.plugins.proxmox.embedded.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** A task with where it stands in its plan. */
final class RunningTask {
    final Task task;
    final TaskPlan plan;
    private Optional<TaskFault> fault;
    private final List<Future<?>> timers = new ArrayList<>();
    private int next;
    private boolean waitsForLock;
    private boolean begun;

    RunningTask(Task task, TaskPlan plan, Optional<TaskFault> fault) {
        this.task = task;
        this.plan = plan;
        this.fault = fault;
    }

    Optional<TaskPlan.Step> current() {
        return plan.step(next);
    }

    void proceed() {
        cancelTimers();
        waitsForLock = false;
        next++;
    }

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isLastWork() {
        return !plan.worksAfter(next + 1);
    }

    Optional<TaskFault> fault() {
        return fault;
    }

    boolean waitsForLock() {
        return waitsForLock;
    }

    /** @return whether it only now began to wait */
    boolean startWaitingForLock() {
        boolean first = !waitsForLock;
        waitsForLock = true;
        return first;
    }

    void addTimer(Future<?> timer) {
        timers.add(timer);
    }

    void cancelTimers() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
    }
}

package io.jenkins.plugins.proxmox.embedded.task;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.FileLocks;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Runs tasks step by step. All methods are to be called under the state lock. */
public final class TaskRunner {
    private static final System.Logger LOGGER = System.getLogger(TaskRunner.class.getName());
    /** What the API says about a task whose log ends without an outcome. */
    static final String KILLED = "unexpected status";

    private static final String INTERRUPTED = "received interrupt";
    /** Those that catch the signal to remove what they made, and report it as their own failure. */
    private static final Map<String, String> CATCHING = Map.of(
            "qmclone", "clone failed: interrupted by signal",
            "vzclone", "clone failed: interrupted by signal",
            "qmmove", "storage migration failed: interrupted by signal");

    private final DataCenter dataCenter;
    private final Durations durations;
    private final TaskFault.Source faults;
    private final TaskRegistry registry;
    private final List<RunningTask> running = new ArrayList<>();
    private final Holds holds = new Holds();
    private final TaskTimer timer;

    public TaskRunner(
            DataCenter dataCenter,
            Durations durations,
            TaskFault.Source faults,
            TaskRegistry registry,
            TaskTimer timer) {
        this.dataCenter = dataCenter;
        this.durations = durations;
        this.faults = faults;
        this.registry = registry;
        this.timer = timer;
    }

    /** Starts a task, which as a forked process gets going only after the call that started it. */
    public Task start(String node, Caller caller, TaskPlan plan) {
        Task task = registry.add(node, plan.type(), plan.id(), caller);
        RunningTask started = new RunningTask(task, plan, faults.next(plan.type(), plan.id()));
        running.add(started);
        if (!holds.stop(started)) {
            schedule(started, Duration.ZERO, () -> advance(started));
        }
        return task;
    }

    /** Ends a task as a user does; what has ended already stays as it is. */
    public void interrupt(Task task) {
        find(task).ifPresent(found -> {
            found.plan.cleanUp();
            String outcome = CATCHING.getOrDefault(task.upid().type(), INTERRUPTED);
            end(found, outcome, "TASK ERROR: " + outcome);
        });
    }

    /** Ends a task's process the hard way. */
    public void kill(Task task) {
        find(task).ifPresent(found -> end(found, KILLED, null));
    }

    public Hold hold(String type, boolean atStart) {
        Hold hold = new Hold(type, atStart, this);
        holds.add(hold);
        return hold;
    }

    void release(Hold hold) {
        dataCenter
                .lock()
                .run(() -> holds.release(hold)
                        .forEach(task -> schedule(
                                task, Duration.ZERO, task.hasBegun() ? () -> finishWork(task) : () -> advance(task))));
    }

    void awaitStopped(Hold hold) {
        if (!dataCenter.lock().await(() -> holds.hasStoppedAny(hold))) {
            throw new IllegalStateException("no task has come to the hold");
        }
    }

    private void advance(RunningTask task) {
        task.begin();
        try {
            while (isUnfinished(task)) {
                Optional<TaskPlan.Step> step = task.current();
                if (step.isEmpty()) {
                    succeed(task);
                } else if (!perform(task, step.get())) {
                    return;
                } else {
                    task.proceed();
                }
            }
        } catch (ApiException e) {
            fail(task, e.exitStatus());
        } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException | UncheckedIOException e) {
            // A defect of the embedded Proxmox VE; the test that met it has to see it.
            LOGGER.log(System.Logger.Level.ERROR, task.task.upid().toString(), e);
            fail(task, "embedded Proxmox VE: " + e);
        }
    }

    /** @return whether the next step may follow at once */
    private boolean perform(RunningTask task, TaskPlan.Step step) {
        if (step instanceof TaskPlan.Act act) {
            act.action().run(task.task.log());
            return true;
        }
        if (step instanceof TaskPlan.Acquire acquire) {
            return acquire(task, acquire);
        }
        if (step instanceof TaskPlan.Release release) {
            dataCenter.fileLocks().release(task, release.path());
            retryWaiting();
            return true;
        }
        work(task, (TaskPlan.Work) step);
        return false;
    }

    private boolean acquire(RunningTask task, TaskPlan.Acquire lock) {
        FileLocks locks = dataCenter.fileLocks();
        if (locks.takeTimeout(lock.path())) {
            throw ApiException.failure(FileLocks.timeoutText(lock.path()));
        }
        if (locks.tryAcquire(lock.path(), task, lock.shared())) {
            if (task.waitsForLock()) {
                task.task.log().add(lock.got());
            }
            return true;
        }
        if (task.startWaitingForLock()) {
            task.task.log().add(lock.waiting());
            schedule(task, lock.atMost(), () -> fail(task, FileLocks.timeoutText(lock.path())));
        }
        return false;
    }

    private void work(RunningTask task, TaskPlan.Work work) {
        Duration time = work.time().apply(durations.of(task.plan.type()));
        int parts = work.progress().size() + 1;
        for (int i = 1; i < parts; i++) {
            String line = work.progress().get(i - 1);
            schedule(
                    task,
                    time.multipliedBy(i).dividedBy(parts),
                    () -> task.task.log().add(line));
        }
        schedule(task, time, () -> finishWork(task));
    }

    private void finishWork(RunningTask task) {
        if (!isUnfinished(task)) {
            return;
        }
        Optional<TaskFault> fault = task.fault().filter(ordered -> task.isLastWork());
        if (fault.isPresent() && fault.get() instanceof TaskFault.Hangs) {
            return;
        }
        if (task.isLastWork() && holds.stop(task)) {
            return;
        }
        if (fault.isPresent() && fault.get() instanceof TaskFault.Fails fails) {
            fail(task, fails.text());
        } else if (fault.isPresent() && fault.get() instanceof TaskFault.Dies) {
            end(task, KILLED, null);
        } else {
            task.proceed();
            advance(task);
        }
    }

    private void succeed(RunningTask task) {
        if (task.fault().isPresent() && task.fault().get() instanceof TaskFault.Warns warns) {
            task.task.log().warn(warns.text());
        }
        long warnings = task.task.log().warnings();
        if (task.task.log().failedInPart()) {
            end(task, "job errors", "TASK ERROR: job errors");
        } else if (warnings > 0) {
            end(task, "WARNINGS: " + warnings, "TASK WARNINGS: " + warnings);
        } else {
            end(task, "OK", "TASK OK");
        }
        if (task.fault().isPresent() && task.fault().get() instanceof TaskFault.Vanishes) {
            registry.forget(task.task);
        }
    }

    private void fail(RunningTask task, String text) {
        if (isUnfinished(task)) {
            task.plan.cleanUp();
            end(task, text, "TASK ERROR: " + text);
        }
    }

    private void end(RunningTask task, String status, String lastLine) {
        if (lastLine != null) {
            task.task.log().add(lastLine);
        }
        task.cancelTimers();
        task.task.end(status, dataCenter.now());
        registry.ended(task.task);
        running.remove(task);
        holds.forget(task);
        dataCenter.fileLocks().release(task);
        retryWaiting();
    }

    private void retryWaiting() {
        for (RunningTask other : List.copyOf(running)) {
            if (other.waitsForLock()) {
                advance(other);
            }
        }
    }

    private boolean isUnfinished(RunningTask task) {
        return running.contains(task);
    }

    private Optional<RunningTask> find(Task task) {
        return running.stream().filter(candidate -> candidate.task == task).findFirst();
    }

    private void schedule(RunningTask task, Duration delay, Runnable work) {
        task.addTimer(timer.later(delay, work));
    }
}

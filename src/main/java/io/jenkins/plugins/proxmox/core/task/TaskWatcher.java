package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;

/**
 * Waits for tasks without holding a thread for any of them.
 *
 * <p>Most tasks take about a tenth of a second and some take an hour, so the pause between two looks is a tenth of the
 * task's age, at least 50 ms and at most 5 s: a short task is noticed at once and a long one costs little.
 */
public final class TaskWatcher {
    private final TaskApi tasks;
    private final Timing timing;

    /** Looks at tasks through this, and on the threads of that. */
    public TaskWatcher(TaskApi tasks, Timing timing) {
        this.tasks = tasks;
        this.timing = timing;
    }

    /**
     * Begins to wait.
     *
     * @param deadline when to give up; the task itself goes on unless {@link TaskWait#stop} is called
     * @param listener told the lines of the task's log
     */
    public TaskWait await(Upid upid, Instant deadline, TaskListener listener) {
        TaskWait wait = new TaskWait(upid, tasks, timing, deadline, listener);
        wait.begin();
        return wait;
    }

    /** How long to wait before looking again at something that is this old. */
    public static Duration interval(Duration age) {
        long tenth = age.toMillis() / 10;
        return Duration.ofMillis(Math.max(50, Math.min(5000, tenth)));
    }
}

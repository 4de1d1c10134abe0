package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Waits for all tasks of a cluster without holding a thread for any of them; one watcher serves all who wait.
 *
 * <p>Up to four awaited tasks of a node are asked for one by one ({@code GET /nodes/{node}/tasks/{upid}/status}), 70 ms
 * after the wait began and then less and less often the older the task, at most every 5 s. From the fifth on the task
 * list of the node ({@code GET /nodes/{node}/tasks}) tells how all of them stand, at the pace of the youngest, but no
 * more than four calls in three seconds are made on the average, logs included.
 *
 * <p>At most two calls are under way per node, and only one while the node does not answer; it is then asked less and
 * less often, and after a minute without any answer its waits fail. Other nodes are asked as before.
 *
 * <p>The log of a task ({@code GET /nodes/{node}/tasks/{upid}/log}) is read only if somebody listens: at most once a
 * second while the task runs, and once more before its outcome is given, for which the outcome is kept back by 5 s at
 * most.
 */
public final class TaskWatcher {
    private final TaskSource source;
    private final Consumer<Upid> stopper;
    private final Timing timing;
    private final SteadyClock clock;
    private final Intervals intervals;
    private final Map<String, NodeWatch> nodes = new ConcurrentHashMap<>();

    /** Looks at tasks through this, and on the threads of that. */
    public TaskWatcher(TaskApi tasks, Timing timing) {
        this(tasks, timing, new Random());
    }

    /**
     * Looks at tasks through this, and on the threads of that.
     *
     * @param random spreads the looks by some percent; safe for use by many threads
     */
    public TaskWatcher(TaskApi tasks, Timing timing, RandomGenerator random) {
        this(tasks.once(), tasks::stop, timing, random);
    }

    TaskWatcher(TaskSource source, Consumer<Upid> stopper, Timing timing, RandomGenerator random) {
        this.source = source;
        this.stopper = stopper;
        this.timing = timing;
        clock = new SteadyClock(timing);
        intervals = new Intervals(random);
    }

    /**
     * Begins to wait.
     *
     * @param deadline when to give up; the task itself goes on unless {@link TaskWait#stop} is called
     * @param listener told the lines of the task's log
     */
    public TaskWait await(Upid upid, Instant deadline, TaskListener listener) {
        return await(upid, deadline, listener, 0);
    }

    /**
     * Begins to wait, or goes on with a wait that was cut off.
     *
     * @param deadline when to give up; the task itself goes on unless {@link TaskWait#stop} is called
     * @param listener told the lines of the task's log
     * @param firstLine how many lines of the log are left out because somebody has been told them, 0 or more; see
     *     {@link TaskWait#linesSeen}
     */
    public TaskWait await(Upid upid, Instant deadline, TaskListener listener, int firstLine) {
        LogReader log = new LogReader(upid, listener, firstLine);
        TaskWait wait = new TaskWait(upid, log, stopper);
        Watched watched = new Watched(wait, log, clock.now(), deadline);
        NodeWatch watch = nodes.compute(upid.node(), (node, known) -> {
            NodeWatch live = known == null ? new NodeWatch(node, this) : known;
            live.add(watched);
            return live;
        });
        wait.outcome().whenComplete((outcome, failure) -> watch.forget(watched));
        return wait;
    }

    /** How long to wait before looking again at something that is this old: 50 ms and 6% of the age, at most 5 s. */
    public static Duration interval(Duration age) {
        return Intervals.at(age);
    }

    /** A node of whose tasks none is awaited any more needs no watch. */
    void forgetIfIdle(String node) {
        nodes.computeIfPresent(node, (name, watch) -> watch.isIdle() ? null : watch);
    }

    /** How many nodes are watched. */
    int nodes() {
        return nodes.size();
    }

    TaskSource source() {
        return source;
    }

    Timing timing() {
        return timing;
    }

    SteadyClock clock() {
        return clock;
    }

    Intervals intervals() {
        return intervals;
    }
}

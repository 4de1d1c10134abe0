package io.jenkins.plugins.proxmox.embedded.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a task does, one step after the other. Steps run under the state lock; between them time may pass. */
public final class TaskPlan {
    private final String type;
    private final String id;
    private final List<Step> steps = new ArrayList<>();
    private Runnable undo = () -> {};

    private TaskPlan(String type, String id) {
        this.type = type;
        this.id = id;
    }

    /** @param id the guest or volume, as it stands in the UPID */
    public static TaskPlan of(String type, Object id) {
        return new TaskPlan(type, String.valueOf(id));
    }

    /** Something that happens at once; an {@code ApiException} fails the task. */
    @FunctionalInterface
    public interface Action {
        void run(TaskLog log);
    }

    sealed interface Step {}

    record Act(Action action) implements Step {}

    record Acquire(String path, boolean shared, Duration atMost, String waiting, String got) implements Step {}

    /** @param time from the usual time of the task's type to the time this takes */
    record Work(Function<Duration, Duration> time, List<String> progress) implements Step {}

    record Release(String path) implements Step {}

    public TaskPlan step(Action action) {
        steps.add(new Act(action));
        return this;
    }

    /** Takes a lock file, waiting for it if need be, and keeps it until the task ends. */
    public TaskPlan lock(String path, Duration atMost) {
        return lock(path, false, atMost);
    }

    /** @param shared whether others may have the lock at the same time, if they share it too */
    public TaskPlan lock(String path, boolean shared, Duration atMost) {
        steps.add(new Acquire(path, shared, atMost, "trying to acquire lock...", " OK"));
        return this;
    }

    /** The same for a lock with lines of its own in the log. */
    public TaskPlan lock(String path, Duration atMost, String waiting, String got) {
        steps.add(new Acquire(path, false, atMost, waiting, got));
        return this;
    }

    /** Gives a lock file back before the task ends. */
    public TaskPlan unlock(String path) {
        steps.add(new Release(path));
        return this;
    }

    /** Lets the time pass that this type of task usually takes. */
    public TaskPlan work() {
        return work(List.of());
    }

    /** The same, with lines in the log on the way. */
    public TaskPlan work(List<String> progress) {
        steps.add(new Work(time -> time, List.copyOf(progress)));
        return this;
    }

    /** The same, but taking longer by a factor. */
    public TaskPlan work(double factor, List<String> progress) {
        steps.add(new Work(time -> Duration.ofNanos((long) (time.toNanos() * factor)), List.copyOf(progress)));
        return this;
    }

    public TaskPlan work(Function<Duration, Duration> time) {
        steps.add(new Work(time, List.of()));
        return this;
    }

    /** Cleans up if the task fails or is interrupted, but not if it is killed. */
    public TaskPlan undo(Runnable cleanup) {
        this.undo = cleanup;
        return this;
    }

    String type() {
        return type;
    }

    String id() {
        return id;
    }

    Optional<Step> step(int index) {
        return index < steps.size() ? Optional.of(steps.get(index)) : Optional.empty();
    }

    boolean worksAfter(int index) {
        return steps.subList(index, steps.size()).stream().anyMatch(Work.class::isInstance);
    }

    void cleanUp() {
        undo.run();
    }
}

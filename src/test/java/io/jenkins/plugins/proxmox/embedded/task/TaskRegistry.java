package io.jenkins.plugins.proxmox.embedded.task;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** All tasks there are or were. To be used under the state lock. */
public final class TaskRegistry {
    private final DataCenter dataCenter;
    private final List<Task> active = new ArrayList<>();
    /** In the order in which they ended, which is how lists are ordered. */
    private final List<Task> archive = new ArrayList<>();

    private final long bootNanos = System.nanoTime();

    public TaskRegistry(DataCenter dataCenter) {
        this.dataCenter = dataCenter;
    }

    Task add(String node, String type, String id, Caller caller) {
        // A day of uptime, so that the number has the digits it has in real life.
        long ticks = 8_640_000 + (System.nanoTime() - bootNanos) / 10_000_000;
        Task task = new Task(new Upid(node, dataCenter.newPid(), ticks, dataCenter.now(), type, id, caller.name()));
        active.add(task);
        return task;
    }

    void ended(Task task) {
        active.remove(task);
        archive.add(task);
    }

    void forget(Task task) {
        active.remove(task);
        archive.remove(task);
    }

    public Optional<Task> find(String upid) {
        return all().stream()
                .filter(task -> task.upid().toString().equals(upid))
                .findFirst();
    }

    /** Those that run, the latest first. */
    public List<Task> active() {
        List<Task> tasks = new ArrayList<>(active);
        Collections.reverse(tasks);
        return tasks;
    }

    /** Those that have ended, the one that ended last first. */
    public List<Task> archive() {
        List<Task> tasks = new ArrayList<>(archive);
        Collections.reverse(tasks);
        return tasks;
    }

    /** In the order of their start. */
    public List<Task> all() {
        List<Task> tasks = new ArrayList<>(archive);
        tasks.addAll(active);
        tasks.sort(
                (one, other) -> Integer.compare(one.upid().pid(), other.upid().pid()));
        return tasks;
    }
}

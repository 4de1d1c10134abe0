package io.jenkins.plugins.proxmox.embedded;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.task.Durations;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import io.jenkins.plugins.proxmox.embedded.task.Task;
import io.jenkins.plugins.proxmox.embedded.task.TaskRegistry;
import io.jenkins.plugins.proxmox.embedded.task.TaskRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The tasks of the embedded Proxmox VE. */
public final class EmbeddedTasks {
    private final DataCenter dataCenter;
    private final TaskRegistry registry;
    private final TaskRunner runner;
    private final Durations durations;

    EmbeddedTasks(DataCenter dataCenter, TaskRegistry registry, TaskRunner runner, Durations durations) {
        this.dataCenter = dataCenter;
        this.registry = registry;
        this.runner = runner;
        this.durations = durations;
    }

    /**
     * A task as it is now.
     *
     * @param user {@code user@realm} or {@code user@realm!token}
     * @param status {@code running} or {@code stopped}
     * @param exitStatus how it ended; empty while it runs
     */
    public record EmbeddedTask(
            String upid,
            String node,
            String type,
            String id,
            String user,
            String status,
            Optional<String> exitStatus,
            List<String> log) {
        public boolean isRunning() {
            return exitStatus.isEmpty();
        }
    }

    /** Fixes how long tasks of a type take, whatever the pace. */
    public void duration(String type, Duration duration) {
        durations.set(type, duration);
    }

    /** Lets tasks of a type do their work but not take effect and end, until the hold is released. */
    public Hold hold(String type) {
        return dataCenter.lock().get(() -> runner.hold(type, false));
    }

    /** Lets tasks of a type not even begin, until the hold is released. */
    public Hold holdStart(String type) {
        return dataCenter.lock().get(() -> runner.hold(type, true));
    }

    /** In the order of their start. */
    public List<EmbeddedTask> all() {
        return dataCenter
                .lock()
                .get(() -> registry.all().stream().map(EmbeddedTasks::view).toList());
    }

    public List<EmbeddedTask> ofType(String type) {
        return all().stream().filter(task -> task.type().equals(type)).toList();
    }

    public Optional<EmbeddedTask> find(String upid) {
        return all().stream().filter(task -> task.upid().equals(upid)).findFirst();
    }

    /** Those that a user stopped. */
    public List<EmbeddedTask> aborted() {
        return all().stream()
                .filter(task -> task.exitStatus()
                        .filter(status -> status.contains("interrupt"))
                        .isPresent())
                .toList();
    }

    /** Waits for the end of a task. */
    public EmbeddedTask await(String upid) {
        return awaitTask(task -> task.upid().equals(upid) && !task.isRunning());
    }

    /** Waits until there is a task like this, and gives it. */
    public EmbeddedTask awaitTask(Predicate<EmbeddedTask> condition) {
        if (!dataCenter.lock().await(() -> all().stream().anyMatch(condition))) {
            throw new IllegalStateException("no such task among " + all());
        }
        return all().stream().filter(condition).findFirst().orElseThrow();
    }

    /** Waits until no task runs. */
    public void awaitAll() {
        if (!dataCenter.lock().await(() -> registry.active().isEmpty())) {
            throw new IllegalStateException("still running: " + all());
        }
    }

    /** Kills all running tasks, as a reboot of the node does: no last lines in their logs, and their locks stay. */
    public void killAll() {
        dataCenter.lock().run(() -> registry.active().forEach(runner::kill));
    }

    private static EmbeddedTask view(Task task) {
        return new EmbeddedTask(
                task.upid().toString(),
                task.upid().node(),
                task.upid().type(),
                task.upid().id(),
                Caller.named(task.upid().user()).name(),
                task.isRunning() ? "running" : "stopped",
                task.exitStatus(),
                task.log().lines());
    }
}

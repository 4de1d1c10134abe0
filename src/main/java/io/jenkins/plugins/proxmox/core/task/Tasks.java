package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import java.util.List;
import java.util.Optional;

/** The tasks of a cluster: to begin, to find, to wait for. */
public final class Tasks {
    private final ApiClient client;
    private final TaskApi api;
    private final TaskWatcher watcher;
    private final Timing timing;

    /**
     * @param timing on whose threads tasks are looked at while somebody waits
     */
    public Tasks(ApiClient client, Timing timing) {
        this.client = client;
        this.timing = timing;
        api = new TaskApi(client);
        watcher = new TaskWatcher(api, timing);
    }

    /**
     * Makes a call that begins a task, or has everything done when it returns.
     *
     * @throws ProxmoxException if Proxmox refuses
     */
    public Task begin(ApiRequest request) {
        Reply reply = client.call(request);
        return new Task(this, reply.text().flatMap(Upid::find));
    }

    /** The task of this name; nothing is asked yet. */
    public Task task(Upid upid) {
        return new Task(this, Optional.of(upid));
    }

    /** What was done within a call. */
    public Task done() {
        return new Task(this, Optional.empty());
    }

    /** The task of this name, if its node still knows it; the others are forgotten after some days. */
    public Optional<Task> find(Upid upid) {
        boolean vanished = api.status(upid)
                .outcome()
                .filter(TaskOutcome.Vanished.class::isInstance)
                .isPresent();
        return vanished ? Optional.empty() : Optional.of(task(upid));
    }

    /**
     * The tasks of a node, the latest first: {@code GET /nodes/{node}/tasks}. Without {@code Sys.Audit} on the node only
     * those that the credentials began themselves.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if there is no such node
     */
    public List<TaskEntry> search(String node, TaskFilter filter) {
        return api.list(node, filter);
    }

    /** Who asks. */
    public ApiClient client() {
        return client;
    }

    /** How tasks are asked about. */
    public TaskApi api() {
        return api;
    }

    /** Who waits for tasks. */
    public TaskWatcher watcher() {
        return watcher;
    }

    /** What time it is, and on which threads to wait. */
    public Timing timing() {
        return timing;
    }
}

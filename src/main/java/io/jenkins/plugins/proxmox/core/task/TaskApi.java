package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import java.util.List;
import java.util.Optional;

/** The calls about tasks. Each goes to the node named in the UPID, whatever became of the guest. */
public final class TaskApi implements TaskSource {
    /** What the server writes where a log has no line yet, or can't be read. */
    private static final List<String> PLACEHOLDERS = List.of("no content", "unable to open file - ");

    private final ApiClient client;
    private final boolean once;

    /** The tasks of the cluster that a client reaches. */
    public TaskApi(ApiClient client) {
        this(client, false);
    }

    private TaskApi(ApiClient client, boolean once) {
        this.client = client;
        this.once = once;
    }

    /** The same calls, but each is sent once and not again if the network fails. */
    TaskApi once() {
        return new TaskApi(client, true);
    }

    private ApiClient client() {
        return once ? client.once() : client;
    }

    /**
     * How a task stands: {@code GET /nodes/{node}/tasks/{upid}/status}. A task that the node does not know gives
     * {@link TaskOutcome.Vanished}.
     */
    @Override
    public TaskStatus status(Upid upid) {
        try {
            Reply data = client().get(path(upid).and("status"));
            if (data.text("status").orElse("").equals("running")) {
                return new TaskStatus(Optional.empty());
            }
            // A task that has just stopped can be without exit status for a moment; the next look will tell.
            return new TaskStatus(data.text("exitstatus").map(TaskOutcome::of));
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class)) {
                return new TaskStatus(Optional.of(new TaskOutcome.Vanished()));
            }
            throw e;
        }
    }

    /**
     * A page of the log: {@code GET /nodes/{node}/tasks/{upid}/log}.
     *
     * @param start the first line wanted, from 0
     * @param limit how many lines at most; 0 means all
     */
    @Override
    public TaskLog log(Upid upid, int start, int limit) {
        Reply data = client().call(ApiRequest.get(path(upid).and("log"))
                .with("start", start)
                .with("limit", limit));
        List<String> lines =
                data.elements().stream().map(line -> line.text("t").orElse("")).toList();
        boolean placeholder =
                start == 0 && lines.size() == 1 && PLACEHOLDERS.stream().anyMatch(lines.get(0)::startsWith);
        return placeholder ? new TaskLog(List.of(), 0) : new TaskLog(lines, start + lines.size());
    }

    /**
     * Stops a task: {@code DELETE /nodes/{node}/tasks/{upid}}. Blocks for up to 5 s while the worker cleans up; a task
     * that has ended already is left as it is.
     */
    public void stop(Upid upid) {
        client().call(ApiRequest.delete(path(upid)));
    }

    /** The tasks of a node that a filter lets through, the latest first: {@code GET /nodes/{node}/tasks}. */
    @Override
    public List<TaskEntry> list(String node, TaskFilter filter) {
        return client()
                .call(ApiRequest.get(ApiPath.of("nodes", node, "tasks")).with(filter.parameters()))
                .elements()
                .stream()
                .map(TaskEntry::of)
                .flatMap(Optional::stream)
                .toList();
    }

    private static ApiPath path(Upid upid) {
        return ApiPath.of("nodes", upid.node(), "tasks", upid);
    }
}

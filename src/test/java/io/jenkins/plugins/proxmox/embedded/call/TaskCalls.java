package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.task.Task;
import io.jenkins.plugins.proxmox.embedded.task.Upid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Status, log and end of single tasks. */
final class TaskCalls {
    private static final String TASK = "/nodes/{node}/tasks/{upid}";
    private static final int LINES = 50;

    private final Services services;

    TaskCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("DELETE", TASK, this::interrupt)
                .on("GET", TASK + "/status", this::status)
                .on("GET", TASK + "/log", this::log);
    }

    /** Whether a task counts as the caller's: a token owns what it started, a user also what the tokens started. */
    static boolean isOwn(Caller caller, Upid upid) {
        return caller.name().equals(upid.user())
                || (caller.token().isEmpty()
                        && caller.user().equals(Caller.named(upid.user()).user()));
    }

    private Upid upid(Call call, String privilege) {
        Upid upid = Upid.parse(call.text("upid"))
                .orElseThrow(() -> ApiException.parameter("upid", "unable to parse worker upid"));
        if (!isOwn(call.caller(), upid)) {
            services.permissions().require(call.caller(), "/nodes/" + call.node(), privilege);
        }
        return upid;
    }

    private Optional<Task> find(Upid upid, Call call) {
        return services.tasks().find(upid.toString()).filter(task -> upid.node().equals(call.node()));
    }

    private Task existing(Upid upid, Call call) {
        return find(upid, call).orElseThrow(() -> ApiException.parameter("upid", "no such task"));
    }

    private Answer interrupt(Call call) {
        services.runner().interrupt(existing(upid(call, "Sys.Modify"), call));
        return Answer.nothing();
    }

    private Answer status(Call call) {
        Task task = existing(upid(call, "Sys.Audit"), call);
        Upid upid = task.upid();
        Caller user = Caller.named(upid.user());
        Facts facts = Facts.of("upid", upid.toString())
                .with("node", upid.node())
                .with("pid", upid.pid())
                .with("pstart", upid.processStart())
                .with("starttime", upid.startTime())
                .with("type", upid.type())
                .with("id", upid.id())
                .with("user", user.user())
                .with("status", task.isRunning() ? "running" : "stopped");
        user.token().ifPresent(token -> facts.put("tokenid", token));
        task.exitStatus().ifPresent(status -> facts.put("exitstatus", status));
        return Answer.of(facts);
    }

    private Answer log(Call call) {
        Optional<Task> task = find(upid(call, "Sys.Audit"), call);
        if (task.isEmpty()) {
            // Not a list, by an oversight of Proxmox that clients have to live with.
            return Answer.page(line(1, "unable to open file - No such file or directory"), 1);
        }
        List<String> lines = task.get().log().lines();
        if (call.flag("download")) {
            return Answer.download(String.join("\n", lines) + "\n");
        }
        if (lines.isEmpty()) {
            return Answer.page(List.of(line(1, "no content")), 1);
        }
        int start = Math.min(call.number("start", 0), lines.size());
        int limit = call.number("limit", LINES);
        int end = limit == 0 ? lines.size() : Math.min(lines.size(), start + limit);
        List<Facts> page = new ArrayList<>();
        IntStream.range(start, end).forEach(i -> page.add(line(i + 1, lines.get(i))));
        return Answer.page(page, lines.size());
    }

    private static Facts line(int number, String text) {
        return Facts.of("n", number).with("t", text);
    }
}

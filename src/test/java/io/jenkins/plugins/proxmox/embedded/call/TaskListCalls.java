package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.reply.Answer;
import io.jenkins.plugins.proxmox.embedded.task.Task;
import io.jenkins.plugins.proxmox.embedded.task.Upid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Lists of tasks. */
final class TaskListCalls {
    private static final int ENTRIES = 50;
    private static final int ENTRIES_PER_NODE = 25;

    private final Services services;

    TaskListCalls(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.on("GET", "/nodes/{node}/tasks", this::ofNode).on("GET", "/cluster/tasks", this::ofCluster);
    }

    private Answer ofNode(Call call) {
        String source = call.find("source").orElse("archive");
        List<Task> tasks = new ArrayList<>();
        if (!source.equals("archive")) {
            tasks.addAll(services.tasks().active());
        }
        if (!source.equals("active")) {
            tasks.addAll(services.tasks().archive());
        }
        Predicate<Task> wanted = isVisible(call).and(isWanted(call));
        List<Task> found = tasks.stream().filter(wanted).toList();
        List<Facts> page = found.stream()
                .skip(call.number("start", 0))
                .limit(call.number("limit", ENTRIES))
                .map(task -> entry(task, true))
                .toList();
        // A total of nothing is left out.
        return found.isEmpty() ? Answer.of(page) : Answer.page(page, found.size());
    }

    private Predicate<Task> isVisible(Call call) {
        boolean auditor = services.permissions().has(call.caller(), "/nodes/" + call.node(), "Sys.Audit");
        return task ->
                task.upid().node().equals(call.node()) && (auditor || TaskCalls.isOwn(call.caller(), task.upid()));
    }

    private static Predicate<Task> isWanted(Call call) {
        List<String> outcomes = call.list("statusfilter");
        boolean errors = call.flag("errors");
        return task -> {
            Upid upid = task.upid();
            return call.find("vmid").filter(vmid -> !vmid.equals(upid.id())).isEmpty()
                    && call.find("typefilter")
                            .filter(type -> !type.equals(upid.type()))
                            .isEmpty()
                    && call.find("userfilter")
                            .filter(user -> !listedUser(task).contains(user.toLowerCase(Locale.ROOT)))
                            .isEmpty()
                    && call.longNumber("since", 0) <= upid.startTime()
                    && upid.startTime() <= call.longNumber("until", Long.MAX_VALUE)
                    // Who asks for errors gets all that did not go well, warnings included, and no other filter.
                    && (errors
                            ? !task.outcome().equals("ok")
                            : outcomes.isEmpty() || outcomes.contains(task.outcome()));
        };
    }

    /** Only the entries of finished tasks take the token off the user. */
    private static String listedUser(Task task) {
        String user = task.upid().user();
        return (task.isRunning() ? user : Caller.named(user).user()).toLowerCase(Locale.ROOT);
    }

    private Answer ofCluster(Call call) {
        boolean auditor = services.permissions().has(call.caller(), "/", "Sys.Audit");
        List<Facts> entries = new ArrayList<>();
        services.dataCenter().nodes().forEach(node -> {
            List<Task> tasks = new ArrayList<>(services.tasks().active());
            tasks.addAll(services.tasks().archive());
            tasks.stream()
                    .filter(task -> task.upid().node().equals(node.name()))
                    // Compared with the user alone, so that a token does not see what it started itself.
                    .filter(task -> auditor
                            || call.caller()
                                    .name()
                                    .equals(Caller.named(task.upid().user()).user()))
                    .limit(ENTRIES_PER_NODE)
                    .forEach(task -> entries.add(entry(task, false)));
        });
        return Answer.of(entries);
    }

    private static Facts entry(Task task, boolean ofNode) {
        Upid upid = task.upid();
        Facts facts = Facts.of("upid", upid.toString())
                .with("node", upid.node())
                .with("starttime", upid.startTime())
                .with("type", upid.type())
                .with("id", upid.id())
                .with("user", upid.user());
        if (ofNode) {
            facts.put("pid", upid.pid());
            facts.put("pstart", upid.processStart());
        }
        if (task.isRunning()) {
            facts.put("saved", "0");
            if (ofNode) {
                facts.put("status", "RUNNING");
            }
            return facts;
        }
        // Only the entries of finished tasks take the token off the user.
        Caller user = Caller.named(upid.user());
        facts.put("user", user.user());
        user.token().ifPresent(token -> facts.put("tokenid", token));
        facts.put("endtime", task.endTime());
        facts.put("status", task.exitStatus().orElse(""));
        if (!ofNode) {
            facts.put("saved", "1");
        }
        return facts;
    }
}

package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.SentParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Nodes whose tasks do what a test says, when it says so, and that count what they are asked. */
final class ScriptedNodes implements TaskSource {
    private static final String USER = "root@pam!lab";

    /** What a node was asked. */
    record Asked(Instant at, String node, String what) {}

    private static final class ScriptedTask {
        private final List<String> log = new ArrayList<>();
        private Instant end = Instant.MAX;
        private String exitStatus = "OK";
        private boolean hidden;
        private boolean unknown;
        private Duration pace = Duration.ZERO;
    }

    private final Timing timing;
    private final Consumer<Duration> block;
    private final Duration latency;
    private final Map<Upid, ScriptedTask> tasks = new LinkedHashMap<>();
    private final Map<String, Duration> outages = new HashMap<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private final Map<String, Integer> mostUnderWay = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private Optional<ProxmoxException> listFailure = Optional.empty();
    private Optional<Duration> logOutage = Optional.empty();
    private int number;

    /** Nodes that answer at once. */
    ScriptedNodes(VirtualTiming timing) {
        this(timing, timing::elapse, Duration.ZERO);
    }

    /** Nodes that take their time. */
    ScriptedNodes(VirtualPool pool, Duration latency) {
        this(pool, pool::elapse, latency);
    }

    private ScriptedNodes(Timing timing, Consumer<Duration> block, Duration latency) {
        this.timing = timing;
        this.block = block;
        this.latency = latency;
    }

    /** Begins a task that does not end by itself. */
    Upid begin(String node) {
        number++;
        Upid upid = new Upid(
                node,
                1000 + number,
                250000 + number,
                timing.now().getEpochSecond(),
                "qmstart",
                String.valueOf(100 + number),
                USER);
        tasks.put(upid, new ScriptedTask());
        return upid;
    }

    /** Begins a task that ends well after this time. */
    Upid begin(String node, Duration duration) {
        Upid upid = begin(node);
        task(upid).end = timing.now().plus(duration);
        return upid;
    }

    void end(Upid upid, String exitStatus) {
        task(upid).exitStatus = exitStatus;
        task(upid).end = timing.now();
    }

    void write(Upid upid, String... lines) {
        task(upid).log.addAll(Arrays.asList(lines));
    }

    /** Lets a task write a line each time so much time has passed. */
    void writesEvery(Upid upid, Duration pace) {
        task(upid).pace = pace;
    }

    /** Leaves a task out of lists, as if it were of another user. */
    void hide(Upid upid) {
        task(upid).hidden = true;
    }

    /** Lets the node forget the task. */
    void forget(Upid upid) {
        task(upid).hidden = true;
        task(upid).unknown = true;
    }

    /** From now on nothing is answered, and that after this time. */
    void cutOff(String node, Duration hangs) {
        outages.put(node, hangs);
    }

    void restore(String node) {
        outages.remove(node);
    }

    /** From now on logs can't be read, which shows after this time. */
    void cutOffLogs(Duration hangs) {
        logOutage = Optional.of(hangs);
    }

    void restoreLogs() {
        logOutage = Optional.empty();
    }

    void failLists(ProxmoxException failure) {
        listFailure = Optional.of(failure);
    }

    List<Asked> asked() {
        return asked;
    }

    /** @param what {@code status}, {@code list} or {@code log} */
    long count(String node, String what) {
        return asked.stream()
                .filter(it -> it.node().equals(node) && it.what().equals(what))
                .count();
    }

    long count(String node) {
        return asked.stream().filter(it -> it.node().equals(node)).count();
    }

    int mostUnderWay(String node) {
        return mostUnderWay.getOrDefault(node, 0);
    }

    @Override
    public TaskStatus status(Upid upid) {
        call(upid.node(), "status");
        ScriptedTask task = task(upid);
        if (task.unknown) {
            return new TaskStatus(Optional.of(new TaskOutcome.Vanished()));
        }
        return new TaskStatus(hasEnded(task) ? Optional.of(TaskOutcome.of(task.exitStatus)) : Optional.empty());
    }

    @Override
    public TaskLog log(Upid upid, int start, int limit) {
        call(upid.node(), "log");
        List<String> lines = lines(upid).stream().skip(start).limit(limit).toList();
        return new TaskLog(lines, start + lines.size());
    }

    private List<String> lines(Upid upid) {
        ScriptedTask task = task(upid);
        List<String> lines = new ArrayList<>(task.log);
        if (!task.pace.isZero()) {
            Instant until = hasEnded(task) ? task.end : timing.now();
            long count = Duration.between(upid.started(), until).dividedBy(task.pace);
            for (int line = 0; line < count; line++) {
                lines.add("line " + line);
            }
        }
        if (hasEnded(task)) {
            lines.add("TASK " + task.exitStatus);
        }
        return lines;
    }

    @Override
    public List<TaskEntry> list(String node, TaskFilter filter) {
        call(node, "list");
        listFailure.ifPresent(it -> {
            throw it;
        });
        Map<String, String> parameters = SentParameters.of(filter.parameters());
        // As Proxmox VE does: what runs, then what has ended, the latest first.
        return tasks.keySet().stream()
                .filter(it -> it.node().equals(node) && !task(it).hidden)
                .filter(it -> it.startTime() >= Long.parseLong(parameters.get("since")))
                .sorted(Comparator.comparing((Upid it) -> visibleEnd(task(it))).reversed())
                .limit(Long.parseLong(parameters.get("limit")))
                .map(this::entry)
                .toList();
    }

    private TaskEntry entry(Upid upid) {
        ScriptedTask task = task(upid);
        return hasEnded(task)
                ? new TaskEntry(upid, Optional.of(task.end), Optional.of(TaskOutcome.of(task.exitStatus)))
                : new TaskEntry(upid, Optional.empty(), Optional.empty());
    }

    private Instant visibleEnd(ScriptedTask task) {
        return hasEnded(task) ? task.end : Instant.MAX;
    }

    private boolean hasEnded(ScriptedTask task) {
        return !task.end.isAfter(timing.now());
    }

    private ScriptedTask task(Upid upid) {
        return tasks.get(upid);
    }

    private void call(String node, String what) {
        asked.add(new Asked(timing.now(), node, what));
        int now = underWay.merge(node, 1, Integer::sum);
        mostUnderWay.merge(node, now, Math::max);
        try {
            Duration outage = what.equals("log") && logOutage.isPresent() ? logOutage.get() : outages.get(node);
            if (outage != null) {
                block.accept(outage);
                throw new ProxmoxException(new Problem.NodeUnreachable(), "no answer from " + node);
            }
            if (!latency.isZero()) {
                block.accept(latency);
            }
        } finally {
            underWay.merge(node, -1, Integer::sum);
        }
    }
}

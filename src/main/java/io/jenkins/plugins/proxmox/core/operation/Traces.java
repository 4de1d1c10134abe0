package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.task.TaskEntry;
import io.jenkins.plugins.proxmox.core.task.TaskFilter;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Finds tasks of which nobody kept the UPID. Our own ones are listed for us without any privilege. */
final class Traces {
    /** What a node has done with one guest since a checkpoint is never more. */
    private static final int RECENT = 50;

    private static final String KNOWN = "known";
    private static final String BEGIN = "begin";

    private final OperationContext context;
    private final Memo.Subject guest;

    Traces(OperationContext context, Memo.Subject guest) {
        this.context = context;
        this.guest = guest;
    }

    /**
     * The trace of a change that shows in the guest.
     *
     * @param shows whether it does; has to be looked up before: what shows while nobody works on it any more is finished
     * @param types of tasks that carry out such a change
     */
    Trace of(boolean shows, String... types) {
        return running(types).map(this::trace).orElseGet(() -> shows ? new Trace.Done() : new Trace.Nothing());
    }

    /**
     * The same, and a task that has failed since the guest was made or rolled back is one, too: it need not fail again.
     */
    Trace orFailed(boolean shows, String... types) {
        Trace trace = of(shows, types);
        OptionalLong begin = context.memo().number(BEGIN);
        if (!(trace instanceof Trace.Nothing) || begin.isEmpty()) {
            return trace;
        }
        return earliest(list(TaskFilter.all(), types)
                        .filter(entry -> entry.outcome()
                                .filter(outcome -> !outcome.succeeded())
                                .isPresent())
                        .map(TaskEntry::upid)
                        .filter(upid -> upid.startTime() >= begin.getAsLong() && isNew(context, upid)))
                .map(this::trace)
                .orElse(trace);
    }

    /** Keeps when the task of this stage began, by the clock of the nodes: what it has led to is no older. */
    static void rememberBegin(OperationContext context) {
        context.task().ifPresent(upid -> context.memo().put(BEGIN, upid.startTime()));
    }

    /** A task of one of these types that works on the guest now. */
    Optional<Upid> running(String... types) {
        return list(TaskFilter.active(), types)
                .filter(TaskEntry::running)
                .map(TaskEntry::upid)
                .findFirst();
    }

    /** Keeps which tasks of a type there are by now, to tell later ones from them. Clocks differ too much for that. */
    void remember(String type) {
        remember(context, list(TaskFilter.all(), type).map(TaskEntry::upid));
    }

    /** Keeps which tasks there are by now. */
    static void remember(OperationContext context, Stream<Upid> tasks) {
        context.memo().put(KNOWN, tasks.map(Upid::toString).toList());
    }

    /** The task that this stage has awaited has not done it; another one that is found later may have. */
    static void rememberFailed(OperationContext context) {
        List<String> known = new ArrayList<>(context.memo().texts(KNOWN));
        context.task().map(Upid::toString).ifPresent(known::add);
        context.memo().put(KNOWN, known);
    }

    /** The earliest task of a type that was not there before, and so carries out the change. */
    Trace since(String type) {
        return earliest(list(TaskFilter.all(), type).map(TaskEntry::upid).filter(upid -> isNew(context, upid)))
                .map(this::trace)
                .orElseGet(Trace.Nothing::new);
    }

    /** Whether a task was not there before. */
    static boolean isNew(OperationContext context, Upid task) {
        return !context.memo().texts(KNOWN).contains(task.toString());
    }

    static Optional<Upid> earliest(Stream<Upid> tasks) {
        return tasks.min(Comparator.comparing(Upid::startTime));
    }

    private Stream<TaskEntry> list(TaskFilter filter, String... types) {
        TaskFilter narrow = filter.vmid(guest.vmid()).page(0, RECENT);
        Set<String> wanted = Set.of(types);
        return context
                .cluster()
                .tasks()
                .search(guest.node(), types.length == 1 ? narrow.type(types[0]) : narrow)
                .stream()
                .filter(entry -> wanted.contains(entry.upid().type()));
    }

    private Trace trace(Upid upid) {
        return new Trace.ByTask(context.cluster().tasks().task(upid));
    }
}

package io.jenkins.plugins.proxmox.core.task;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How the tasks of a node stand, as the node lists them. */
final class TaskList {
    /** Others work on the node too, and what has ended meanwhile is shown after all that runs. */
    private static final int OTHERS = 50;

    private static final int MOST = 1000;

    private final Map<Upid, TaskEntry> entries = new HashMap<>();

    TaskList(List<TaskEntry> listed) {
        // What ended while the server put the list together is in it twice.
        listed.forEach(entry -> entries.merge(entry.upid(), entry, (one, other) -> one.running() ? other : one));
    }

    /** The entry of a task; empty if the list leaves open how it stands. */
    Optional<TaskEntry> find(Upid upid) {
        return Optional.ofNullable(entries.get(upid))
                .filter(entry -> entry.running() || entry.outcome().isPresent());
    }

    /** What has these tasks in its list, and little else. */
    static TaskFilter filter(List<Upid> wanted) {
        long oldest = wanted.stream().mapToLong(Upid::startTime).min().orElse(0);
        TaskFilter filter = TaskFilter.all()
                .since(Instant.ofEpochSecond(oldest))
                .page(0, Math.min(MOST, 2 * wanted.size() + OTHERS));
        Set<String> users = wanted.stream().map(TaskList::account).collect(Collectors.toSet());
        return users.size() == 1 ? filter.user(users.iterator().next()) : filter;
    }

    /** The user without the name of a token, which is left out in the entries of tasks that have ended. */
    private static String account(Upid upid) {
        return upid.user().replaceFirst("!.*", "");
    }
}

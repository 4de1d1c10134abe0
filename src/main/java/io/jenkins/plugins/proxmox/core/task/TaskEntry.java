package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.time.Instant;
import java.util.Optional;

/**
 * A task as its node lists it.
 *
 * @param ended by the clock of the node; absent while it runs
 * @param outcome absent while it runs
 */
public record TaskEntry(Upid upid, Optional<Instant> ended, Optional<TaskOutcome> outcome) {
    /** Reads an entry; empty if it has no UPID that can be read. */
    static Optional<TaskEntry> of(Reply data) {
        Optional<Instant> ended =
                data.number("endtime").stream().mapToObj(Instant::ofEpochSecond).findFirst();
        return data.text("upid")
                .flatMap(Upid::find)
                .map(upid -> new TaskEntry(
                        upid,
                        ended,
                        // In lists the status is the exit status; what still runs shows RUNNING.
                        ended.flatMap(end -> data.text("status")).map(TaskOutcome::of)));
    }

    /** Whether it has not ended yet. */
    public boolean running() {
        return ended.isEmpty();
    }
}

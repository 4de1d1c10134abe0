package io.jenkins.plugins.proxmox.core.task;

import java.time.Instant;
import java.util.Optional;

/**
 * A call that a node watch means to make.
 *
 * @param due when it may be made
 * @param since the one that waits since an earlier time goes first
 * @param target what it is about; empty for the list, which is about all
 */
record Call(Kind kind, Instant due, Instant since, Optional<Watched> target) {
    /** What is asked for, the more urgent first. */
    enum Kind {
        /** The task list of the node. */
        LIST,
        /** The rest of the log of a task that has ended. */
        LAST_LINES,
        /** The status of one task. */
        STATUS,
        /** What is new in the log of a task that runs. */
        NEW_LINES
    }
}

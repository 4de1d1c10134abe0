package io.jenkins.plugins.proxmox.core.operation;

import java.time.Duration;

/**
 * What all operations have in common.
 *
 * @param timeout more than zero
 * @param quiet whether the tasks' own logs are left out
 * @param stopTask whether a task that is awaited is stopped when the operation is aborted or has no time left; if not,
 *     it goes on in Proxmox and everything is left as it is
 * @param keepOnFailure whether what the operation has made stays when it fails later on or is aborted
 * @param requester on whose behalf it runs
 */
public record OperationOptions(
        Duration timeout, boolean quiet, boolean stopTask, boolean keepOnFailure, Requester requester) {
    /** On behalf of anybody. */
    public OperationOptions(Duration timeout, boolean quiet, boolean stopTask, boolean keepOnFailure) {
        this(timeout, quiet, stopTask, keepOnFailure, Requester.ANYBODY);
    }

    /** With the task's log, tasks stopped, and nothing left behind. */
    public static OperationOptions within(Duration timeout) {
        return new OperationOptions(timeout, false, true, false);
    }

    /** The same on behalf of somebody. */
    public OperationOptions by(Requester somebody) {
        return new OperationOptions(timeout, quiet, stopTask, keepOnFailure, somebody);
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import java.time.Duration;

/**
 * What all operations have in common.
 *
 * @param timeout more than zero
 * @param quiet whether the tasks' own logs are left out
 * @param stopTask whether a task that is awaited is stopped when the operation is aborted or has no time left; if not,
 *     it goes on in Proxmox
 */
public record OperationOptions(Duration timeout, boolean quiet, boolean stopTask) {
    /** With the task's log, and tasks stopped. */
    public static OperationOptions within(Duration timeout) {
        return new OperationOptions(timeout, false, true);
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;

/**
 * A guest that is being made: created, cloned or restored.
 *
 * @param guest there and ready as soon as the task has succeeded
 * @param task of a clone runs on the node of its source and bears the source's VMID
 */
public record Creation<G extends Guest>(G guest, Task task) {
    /**
     * Blocks until the guest is there.
     *
     * @param timeout when to give up; the task itself goes on
     * @throws ProxmoxException as {@link Task#await(Duration)}
     */
    public G await(Duration timeout) {
        task.await(timeout);
        return guest;
    }
}

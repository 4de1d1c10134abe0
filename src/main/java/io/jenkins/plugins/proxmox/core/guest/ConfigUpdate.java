package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.PendingChange;
import io.jenkins.plugins.proxmox.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A change of a guest's configuration that Proxmox VE has accepted. */
public final class ConfigUpdate {
    private final Configuration configuration;
    private final Task task;
    private final Set<String> keys;

    ConfigUpdate(Configuration configuration, Task task, Set<String> keys) {
        this.configuration = configuration;
        this.task = task;
        this.keys = keys;
    }

    /** What carries the change out; mostly that is done already. */
    public Task task() {
        return task;
    }

    /**
     * Blocks until the change is carried out.
     *
     * @param timeout when to give up; the task itself goes on
     * @return what of it takes effect only when the guest is switched off and on again: {@code GET .../pending}. A reboot
     *     from inside is not enough for a VM.
     * @throws ProxmoxException as {@link Task#await(Duration)}
     */
    public List<PendingChange> await(Duration timeout) {
        task.await(timeout);
        return keys.isEmpty()
                ? List.of()
                : configuration.pending().stream()
                        .filter(change -> keys.contains(change.key()))
                        .toList();
    }
}

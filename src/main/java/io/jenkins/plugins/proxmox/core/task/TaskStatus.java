package io.jenkins.plugins.proxmox.core.task;

import java.util.Optional;

/**
 * How a task stands.
 *
 * @param outcome absent while it runs
 */
public record TaskStatus(Optional<TaskOutcome> outcome) {
    /** Whether it has not ended yet. */
    public boolean running() {
        return outcome.isEmpty();
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import java.time.Duration;

/**
 * Something to do with guests that takes time.
 *
 * @param <R> what it gives in the end
 */
public interface Operation<R> {
    /** Where it begins. Nothing was sent before, and everything that could be checked without asking was. */
    Stage<R> first();

    /** How long it may take if nobody says otherwise. */
    Duration usualTimeout();
}

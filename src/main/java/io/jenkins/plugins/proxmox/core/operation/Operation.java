package io.jenkins.plugins.proxmox.core.operation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Something to do with guests that takes time. An operation holds what was asked for and nothing else; what comes up on
 * the way is kept in the {@link Memo}. So an operation can be taken up again after a restart by its request and its last
 * checkpoint.
 *
 * @param <R> what it gives in the end
 */
public interface Operation<R> {
    /** How checkpoints call this kind of operation. */
    String kind();

    /** What was asked for, in values that can be written as JSON; {@link Operations#of} makes the operation of it again. */
    Map<String, Object> request();

    /** The way it goes. Nothing was sent before, and everything that could be checked without asking was. */
    Stages<R> stages();

    /** How long it may take if nobody says otherwise. */
    Duration usualTimeout();

    /**
     * The stage that takes back what the operation has made, for when it fails or is aborted later on.
     *
     * @param memo what it has done so far
     */
    default Optional<String> undo(Memo memo) {
        return Optional.empty();
    }

    /**
     * What it has made and would take back, as people know it, as in {@code VM ci-1 (105) on pve1}; empty as long as that
     * is not there for certain.
     *
     * @param memo what it has done so far
     */
    default Optional<String> made(Memo memo) {
        return Optional.empty();
    }
}

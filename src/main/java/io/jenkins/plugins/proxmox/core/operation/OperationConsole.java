package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.util.List;
import java.util.Optional;

/**
 * Where an operation tells what happens, in words and, for those who keep a record of it, in facts. Called by one thread
 * at a time, though not always by the same.
 */
@FunctionalInterface
public interface OperationConsole {
    /** A line without its end. */
    void println(String line);

    /** A line that a command inside a guest wrote, without its end. */
    default void output(String line) {
        println(line);
    }

    /**
     * Which guests it is about, as far as that is known by now; told again when it changes, and after a restart.
     *
     * @param guests in no particular order
     */
    default void involves(List<Memo.Subject> guests) {}

    /** A task has begun that the operation waits for; told again after a restart. */
    default void taskBegins(Upid upid) {}

    /**
     * A task has ended, or is not waited for any longer.
     *
     * @param failure why it did not do what it should; empty if it did
     */
    default void taskEnds(Upid upid, Optional<ProxmoxException> failure) {}

    /**
     * The operation has ended; told before its result is there for others.
     *
     * @param failure why it did not do what it should; empty if it did
     */
    default void ends(Optional<ProxmoxException> failure) {}
}

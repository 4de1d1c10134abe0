package io.jenkins.plugins.proxmox.cloud.agent;

import java.util.Optional;
import java.util.UUID;

/** Where it stands with the snapshot that an agent's guest is taken back to. Written to disk. */
final class AgentReset {
    private boolean taken;
    private boolean dirty;
    private String operation;

    /** Whether the snapshot is there. */
    synchronized boolean isTaken() {
        return taken;
    }

    /** Whether a build has been in the guest since it was clean. */
    synchronized boolean isDirty() {
        return dirty;
    }

    synchronized void soiled() {
        dirty = true;
    }

    /** The operation that takes the snapshot or takes the guest back to it, if one has been decided upon. */
    synchronized Optional<String> operation() {
        return Optional.ofNullable(operation);
    }

    /** The same, which is decided upon now if there was none. */
    synchronized String begin() {
        if (operation == null) {
            operation = UUID.randomUUID().toString();
        }
        return operation;
    }

    /** The operation has succeeded, whichever of the two it was. */
    synchronized void done() {
        taken = true;
        dirty = false;
        operation = null;
    }
}

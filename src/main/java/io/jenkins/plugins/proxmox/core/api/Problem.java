package io.jenkins.plugins.proxmox.core.api;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What went wrong, by meaning. Proxmox answers most of these with status 500 and a text, so the status alone says
 * little; {@link ErrorText} reads the meaning out of both.
 */
public sealed interface Problem {
    /**
     * A value can't be right: the server refused it, or it was refused before anything was sent.
     *
     * @param errors what is wrong, by parameter
     */
    record Parameter(Map<String, String> errors) implements Problem {}

    /** The credentials are wrong, expired or need a second factor. */
    record Authentication() implements Problem {}

    /**
     * The credentials are good, a right is missing.
     *
     * @param path where, as in {@code /vms/100}, if Proxmox said so
     * @param privilege which, as in {@code VM.Clone}, if Proxmox said so
     */
    record Permission(Optional<String> path, Optional<String> privilege) implements Problem {}

    /** The policy of whoever runs this code does not allow it; nothing was sent. */
    record Denied() implements Problem {}

    /** A guest, snapshot, storage, volume, pool or node does not exist, or the credentials may not see it. */
    record NotFound() implements Problem {}

    /** The VMID or name is taken. */
    record AlreadyExists() implements Problem {}

    /**
     * Something else works on the guest or storage at this moment.
     *
     * @param lock the guest's configuration lock, as in {@code backup}, or the lock file's name
     */
    record Locked(String lock) implements Problem {
        /** Those that a crashed task leaves behind in a guest's configuration; files go with who holds them. */
        private static final Set<String> CONFIGURATION = Set.of(
                "backup",
                "clone",
                "create",
                "destroyed",
                "disk",
                "fstrim",
                "import",
                "migrate",
                "mounted",
                "rollback",
                "snapshot",
                "snapshot-delete",
                "suspending");

        /** Whether it is a lock in a guest's configuration. */
        public boolean inConfiguration() {
            return CONFIGURATION.contains(lock);
        }
    }

    /** The guest is already in the state asked for, or not in the state the call needs. */
    record WrongState() implements Problem {}

    /** The guest's configuration was changed by somebody else in between. */
    record Conflict() implements Problem {}

    /** The cluster has no quorum and takes no changes. */
    record NoQuorum() implements Problem {}

    /** The node, or the whole cluster, can't be reached; nothing was done. */
    record NodeUnreachable() implements Problem {}

    /** The server's certificate is not the one that is trusted. */
    record Untrusted() implements Problem {}

    /** No space is left where the disks should go. */
    record StorageFull() implements Problem {}

    /** The server, storage or guest can't do this at all. */
    record Unsupported() implements Problem {}

    /**
     * A task ended with an error that has no closer meaning.
     *
     * @param upid the task
     * @param exitStatus its exit status as Proxmox gives it
     */
    record TaskFailed(String upid, String exitStatus) implements Problem {}

    /** The call may have been carried out or not: no reply came, or the task vanished. Look before repeating. */
    record OutcomeUnknown() implements Problem {}

    /** The time that was given is over; the task may still run. */
    record TimedOut() implements Problem {}

    /** The wait was ended by its owner. */
    record Cancelled() implements Problem {}

    /** An error without a closer meaning. */
    record Other() implements Problem {}
}

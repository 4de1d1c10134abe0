package io.jenkins.plugins.proxmox.run;

import java.time.Duration;
import java.util.Optional;

/** What an operation of a build makes must not outlive the build: what has to be done with it in the end. */
public abstract class Held {
    /**
     * A guest to be destroyed.
     *
     * @param keepOnFailure how long it stays if the build, or the part of it that the guest is for, does not succeed; at
     *     once destroyed then, too, if absent
     */
    public static Held guest(Optional<Duration> keepOnFailure) {
        return guest(keepOnFailure, Duration.ZERO);
    }

    /**
     * The same for one that is to shut down before.
     *
     * @param shutdown how long it may take until it is switched off; zero for not at all
     */
    public static Held guest(Optional<Duration> keepOnFailure, Duration shutdown) {
        return new HeldGuest(keepOnFailure, shutdown);
    }

    /**
     * A snapshot to be deleted.
     *
     * @param afterSuccess whether the guest is taken back to it before if all went well
     * @param afterFailure whether it is taken back if not
     * @param start whether it is started then if it ran when the snapshot was taken
     */
    public static Held snapshot(boolean afterSuccess, boolean afterFailure, boolean start) {
        return new HeldSnapshot(afterSuccess, afterFailure, start);
    }

    /** How long it stays nevertheless; empty if it does not. */
    abstract Optional<Duration> stay(Outcome outcome);

    /**
     * What has to be done.
     *
     * @param checkpoint the last one of the operation that has made it
     * @return empty if nothing was made
     */
    abstract Optional<ClusterDisposal> disposal(OperationEntry entry, String checkpoint, Outcome outcome);
}

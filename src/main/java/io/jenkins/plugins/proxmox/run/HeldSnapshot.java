package io.jenkins.plugins.proxmox.run;

import io.jenkins.plugins.proxmox.core.operation.Remains;
import java.time.Duration;
import java.util.Optional;

/** A snapshot that was taken for a build. Written to disk. */
final class HeldSnapshot extends Held {
    private final boolean afterSuccess;
    private final boolean afterFailure;
    private final boolean start;

    HeldSnapshot(boolean afterSuccess, boolean afterFailure, boolean start) {
        this.afterSuccess = afterSuccess;
        this.afterFailure = afterFailure;
        this.start = start;
    }

    @Override
    Optional<Duration> stay(Outcome outcome) {
        return Optional.empty();
    }

    @Override
    Optional<ClusterDisposal> disposal(OperationEntry entry, String checkpoint, Outcome outcome) {
        return Remains.snapshot(checkpoint)
                .map(taken -> new SnapshotDisposal(
                        entry.connection(),
                        entry.mark(taken.guest().vmid()),
                        taken.guest().type().noun() + " " + taken.guest(),
                        taken.name(),
                        rollsBack(outcome),
                        start && taken.running()));
    }

    private boolean rollsBack(Outcome outcome) {
        return switch (outcome) {
            case UNUSED -> false;
            case SUCCESS -> afterSuccess;
            case FAILURE -> afterFailure;
        };
    }
}

package io.jenkins.plugins.proxmox.run;

import io.jenkins.plugins.proxmox.core.operation.Remains;
import java.time.Duration;
import java.util.Optional;

/** A guest that was made for a build. Written to disk. */
final class HeldGuest extends Held {
    private final Long keepSeconds;
    private final long shutdownSeconds;

    HeldGuest(Optional<Duration> keepOnFailure, Duration shutdown) {
        shutdownSeconds = shutdown.toSeconds();
        keepSeconds = keepOnFailure.map(Duration::toSeconds).orElse(null);
    }

    @Override
    Optional<Duration> stay(Outcome outcome) {
        return outcome == Outcome.FAILURE
                ? Optional.ofNullable(keepSeconds).map(Duration::ofSeconds)
                : Optional.empty();
    }

    @Override
    Optional<ClusterDisposal> disposal(OperationEntry entry, String checkpoint, Outcome outcome) {
        if (OperationRegister.get().hasEnded(entry.id()) && Remains.isTakenBack(checkpoint)) {
            return Optional.empty();
        }
        return Remains.guest(checkpoint)
                .map(guest -> new GuestDisposal(
                        entry.connection(),
                        entry.mark(guest.vmid()),
                        guest.type().noun() + " " + guest,
                        Duration.ofSeconds(shutdownSeconds)));
    }
}

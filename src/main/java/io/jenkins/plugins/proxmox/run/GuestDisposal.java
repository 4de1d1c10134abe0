package io.jenkins.plugins.proxmox.run;

import io.jenkins.plugins.proxmox.core.operation.DestroyGuest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import java.time.Duration;

/** A guest that this controller has made and nobody needs any more. */
final class GuestDisposal extends ClusterDisposal {
    private static final long serialVersionUID = 1L;

    private final long shutdownSeconds;

    /**
     * @param shutdown how long it may take to shut down before it is switched off; zero for not at all
     */
    GuestDisposal(String connection, Mark mark, String guest, Duration shutdown) {
        super(connection, mark, guest);
        shutdownSeconds = shutdown.toSeconds();
    }

    @Override
    Operation<?> operation() {
        return DestroyGuest.marked(mark(), patience());
    }

    @Override
    Duration patience() {
        return Duration.ofSeconds(shutdownSeconds);
    }
}

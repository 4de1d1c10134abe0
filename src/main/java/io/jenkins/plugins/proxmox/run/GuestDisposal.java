package io.jenkins.plugins.proxmox.run;

import io.jenkins.plugins.proxmox.core.operation.DestroyGuest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.ownership.Mark;

/** A guest that this controller has made and nobody needs any more. */
final class GuestDisposal extends ClusterDisposal {
    private static final long serialVersionUID = 1L;

    GuestDisposal(String connection, Mark mark, String guest) {
        super(connection, mark, guest);
    }

    @Override
    Operation<?> operation() {
        return DestroyGuest.marked(mark());
    }
}

package io.jenkins.plugins.proxmox.run;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.EndSnapshot;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.ownership.Mark;

/** A snapshot that this controller has taken and nobody needs any more. */
final class SnapshotDisposal extends ClusterDisposal {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final boolean rollBack;
    private final boolean start;

    SnapshotDisposal(String connection, Mark mark, String guest, String name, boolean rollBack, boolean start) {
        super(connection, mark, guest);
        this.name = name;
        this.rollBack = rollBack;
        this.start = start;
    }

    @Override
    Operation<?> operation() {
        return new EndSnapshot(mark(), name, rollBack, start);
    }

    /** A newer snapshot: what to do with it is for people to decide, and not some day when it is gone. */
    @Override
    boolean isFinal(ProxmoxException failure) {
        return failure.is(Problem.WrongState.class);
    }

    @Override
    String subject() {
        return "Snapshot " + name + " of " + super.subject();
    }
}

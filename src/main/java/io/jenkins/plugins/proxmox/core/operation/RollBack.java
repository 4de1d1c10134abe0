package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.time.Duration;

/**
 * Takes a guest back to a snapshot. Afterwards it runs if the snapshot has its memory, or if it shall be started;
 * Proxmox could start it by itself, but in a task of its own that nobody would wait for.
 */
public final class RollBack implements Operation<GuestFacts> {
    private final GuestReference reference;
    private final SnapshotName snapshot;
    private final boolean start;
    private FoundGuest guest;

    /**
     * @param guest a VMID or a name
     * @param start whether the guest runs afterwards in any case
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public RollBack(String guest, String snapshot, boolean start) {
        reference = GuestReference.parse("guest", guest);
        this.snapshot = new SnapshotName(snapshot == null ? "" : snapshot);
        this.start = start;
    }

    @Override
    public Stage<GuestFacts> first() {
        return this::prepare;
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        guest = context.cluster().guests().find("guest", reference);
        Checks.noTemplate(guest, "rolled back");
        Checks.snapshot(guest, snapshot);
        return Next.then(this::rollBack);
    }

    private Next<GuestFacts> rollBack(OperationContext context) {
        context.doing("Rolling back " + guest + " on " + guest.guest().node() + " to snapshot " + snapshot);
        Checks.unlockedByNow(context, guest.guest());
        return Next.afterSuccess(guest.guest().snapshots().rollBack(snapshot), this::rolledBack);
    }

    private Next<GuestFacts> rolledBack(OperationContext context) {
        boolean running = guest.guest().status().running();
        return Next.then(start && !running ? this::start : arrival(running ? Readiness.RUNNING : Readiness.NONE));
    }

    private Next<GuestFacts> start(OperationContext context) {
        context.doing("Starting " + guest + " on " + guest.guest().node());
        return Next.afterSuccess(guest.guest().start(), arrival(Readiness.RUNNING));
    }

    private Stage<GuestFacts> arrival(Readiness readiness) {
        return new Arrival(guest.guest(), readiness, SshPort.DIRECT);
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes a snapshot of a guest; that there is none is success. Its children stay and become those of its parent. Gives
 * nothing.
 */
public final class DeleteSnapshot implements Operation<Void> {
    static final String KIND = "deleteSnapshot";
    private static final String GUEST = "guest";
    private static final String DELETE = "delete";
    private static final String FINISH = "finish";

    private final GuestReference reference;
    private final SnapshotName name;
    private final boolean force;

    /**
     * @param guest a VMID or a name
     * @param force whether the guest forgets it even if its storage can't delete it
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public DeleteSnapshot(String guest, String snapshot, boolean force) {
        reference = GuestReference.parse("guest", guest);
        name = new SnapshotName(snapshot == null ? "" : snapshot);
        this.force = force;
    }

    static DeleteSnapshot of(Request request) {
        return new DeleteSnapshot(request.text("guest"), request.text("snapshot"), request.flag("force"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("guest", reference)
                .with("snapshot", name)
                .with("force", force)
                .map();
    }

    @Override
    public Stages<Void> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .change(DELETE, new Delete())
                .look(FINISH, context -> Next.done(null));
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<Void> prepare(OperationContext context) {
        FoundGuest guest = context.cluster().guests().find("guest", reference);
        context.permit(Right.SNAPSHOT, guest);
        if (guest.guest().snapshots().find(name).isEmpty()) {
            context.say("There is no snapshot " + name + " of " + guest + " (any more)");
            return Next.done(null);
        }
        context.memo().put(GUEST, Memo.Subject.of(guest));
        return Next.then(DELETE);
    }

    private final class Delete implements Change<Void> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return "Deleting snapshot " + name + " of " + guest + " on " + guest.node();
        }

        @Override
        public Task make(OperationContext context) {
            Guest guest = context.memo().guest(GUEST).in(context.cluster());
            Checks.unlockedByNow(context, guest);
            return guest.snapshots().delete(name, force);
        }

        @Override
        public Trace trace(OperationContext context) {
            return new Traces(context, context.memo().guest(GUEST))
                    .of(isGone(context), "qmdelsnapshot", "vzdelsnapshot");
        }

        private boolean isGone(OperationContext context) {
            return context.memo()
                    .guest(GUEST)
                    .in(context.cluster())
                    .snapshots()
                    .find(name)
                    .isEmpty();
        }

        /** Somebody else may have deleted it in the meantime. */
        @Override
        public Next<Void> then(OperationContext context, Optional<ProxmoxException> failure) {
            boolean gone = failure.filter(e -> !e.is(Problem.Locked.class) && !e.is(Problem.NodeUnreachable.class))
                            .isPresent()
                    && isGone(context);
            return Change.orFail(gone ? Optional.empty() : failure, FINISH);
        }
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.Snapshot;
import io.jenkins.plugins.proxmox.core.guest.SnapshotTree;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ends what {@link TakeSnapshot#marked} has begun: takes the guest back if that is wanted, starts it if that is wanted,
 * and deletes the snapshot. Gives whether the snapshot was there. Policies are not asked: it was allowed to be taken.
 *
 * <p>Nothing is touched unless the snapshot, read right before each change, bears the mark of the operation that has taken
 * it. Nor is the guest taken back if it has newer snapshots: somebody else works with it.
 */
public final class EndSnapshot implements Operation<Boolean> {
    static final String KIND = "endSnapshot";
    private static final String GUEST = "guest";
    private static final String LOOK = "look";
    private static final String ROLL_BACK = "rollBack";
    private static final String ROLLED_BACK = "rolledBack";
    private static final String START = "start";
    private static final String STARTED = "started";
    private static final String DELETE = "delete";

    private final Mark mark;
    private final SnapshotName name;
    private final boolean rollBack;
    private final boolean start;

    /**
     * @param mark what the snapshot bears; says which guest it is of, too
     * @param start whether the guest runs after it was taken back
     * @throws ProxmoxException with {@link Problem.Parameter} if the name can't be right
     */
    public EndSnapshot(Mark mark, String name, boolean rollBack, boolean start) {
        this.mark = mark;
        this.name = new SnapshotName(name);
        this.rollBack = rollBack;
        this.start = start;
    }

    static EndSnapshot of(Request request) {
        Mark mark = request.mark()
                .orElseThrow(() -> ProxmoxException.invalid("mark", "The mark of a snapshot can't be read"));
        return new EndSnapshot(mark, request.text("name"), request.flag("rollBack"), request.flag("start"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("mark", mark)
                .with("name", name)
                .with("rollBack", rollBack)
                .with("start", start)
                .map();
    }

    @Override
    public Stages<Boolean> stages() {
        return Stages.beginningWith(LOOK, this::look)
                .change(ROLL_BACK, new Back())
                .change(START, new StartGuest<>(GUEST, STARTED))
                .look(STARTED, this::started)
                .change(DELETE, new Delete());
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<Boolean> look(OperationContext context) {
        Optional<Guest> there = context.cluster().guests().find(mark.vmid());
        Optional<SnapshotTree> tree = there.flatMap(EndSnapshot::tree);
        if (tree.isEmpty() || !isOurs(tree.get())) {
            return Next.done(false);
        }
        Guest guest = there.get();
        Memo memo = context.memo();
        String guestName = guest.status().name().orElse(guest.type().noun() + " " + mark.vmid());
        Memo.Subject subject = new Memo.Subject(guest.type(), mark.vmid(), guest.node(), guestName);
        memo.put(GUEST, subject);
        if (rollBack && !memo.flag(ROLLED_BACK)) {
            refuseNewer(subject, tree.get());
            new Traces(context, subject).remember(taskType(subject, "rollback"));
            return Next.then(ROLL_BACK);
        }
        boolean starts = start && memo.flag(ROLLED_BACK) && !memo.flag(STARTED);
        return Next.then(starts && !guest.status().running() ? START : DELETE);
    }

    private void refuseNewer(Memo.Subject guest, SnapshotTree tree) {
        if (tree.current().filter(name.text()::equals).isEmpty()) {
            throw new ProxmoxException(
                    new Problem.WrongState(),
                    guest + " on " + guest.node() + " was not taken back to its snapshot '" + name
                            + "', which is not the newest any more: "
                            + tree.current()
                                    .map(newer -> "its state builds on '" + newer + "'")
                                    .orElse("its state builds on no snapshot")
                            + ". The snapshot was kept");
        }
    }

    private Next<Boolean> started(OperationContext context) {
        context.memo().put(STARTED, true);
        return Next.then(LOOK);
    }

    /** The snapshots of a guest, if it has not vanished in this moment. */
    private static Optional<SnapshotTree> tree(Guest guest) {
        try {
            return Optional.of(guest.snapshots().tree());
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isOurs(SnapshotTree tree) {
        return all(tree.roots()).anyMatch(this::isOurs);
    }

    private boolean isOurs(Snapshot snapshot) {
        return snapshot.name().equals(name.text())
                && Mark.in(snapshot.description()).stream().anyMatch(mark::isSameAs);
    }

    private static Stream<Snapshot> all(Collection<SnapshotTree.Branch> branches) {
        return branches.stream().flatMap(branch -> Stream.concat(Stream.of(branch.snapshot()), all(branch.children())));
    }

    private static String taskType(Memo.Subject guest, String suffix) {
        return (guest.type() == GuestType.VIRTUAL_MACHINE ? "qm" : "vz") + suffix;
    }

    private final class Back implements Change<Boolean> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return "Rolling back " + guest + " on " + guest.node() + " to snapshot " + name;
        }

        @Override
        public Task make(OperationContext context) {
            Memo.Subject subject = context.memo().guest(GUEST);
            Guest guest = subject.in(context.cluster());
            Checks.unlockedByNow(context, guest);
            SnapshotTree tree = guest.snapshots().tree();
            if (!isOurs(tree)) {
                return context.cluster().tasks().done();
            }
            refuseNewer(subject, tree);
            return guest.snapshots().rollBack(name);
        }

        @Override
        public Trace trace(OperationContext context) {
            Memo.Subject subject = context.memo().guest(GUEST);
            return new Traces(context, subject).since(taskType(subject, "rollback"));
        }

        @Override
        public Next<Boolean> then(OperationContext context, Optional<ProxmoxException> failure) {
            failure.ifPresentOrElse(reason -> Traces.rememberFailed(context), () -> Traces.rememberBegin(context));
            context.memo().put(ROLLED_BACK, failure.isEmpty());
            return Change.orFail(failure, LOOK);
        }
    }

    private final class Delete implements Change<Boolean> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return "Deleting snapshot " + name + " of " + guest + " on " + guest.node();
        }

        @Override
        public Task make(OperationContext context) {
            Guest guest = context.memo().guest(GUEST).in(context.cluster());
            Checks.unlockedByNow(context, guest);
            return guest.snapshots().find(name).filter(EndSnapshot.this::isOurs).isPresent()
                    ? guest.snapshots().delete(name, false)
                    : context.cluster().tasks().done();
        }

        @Override
        public Trace trace(OperationContext context) {
            Memo.Subject subject = context.memo().guest(GUEST);
            Optional<Guest> there = context.cluster().guests().find(subject.vmid());
            boolean gone = there.flatMap(EndSnapshot::tree)
                    .filter(EndSnapshot.this::isOurs)
                    .isEmpty();
            return new Traces(context, subject).of(gone, "qmdelsnapshot", "vzdelsnapshot");
        }

        @Override
        public Next<Boolean> then(OperationContext context, Optional<ProxmoxException> failure) {
            Optional<ProxmoxException> real = failure.filter(e -> !e.is(Problem.NotFound.class));
            if (real.isPresent()) {
                throw real.get();
            }
            return Next.done(true);
        }
    }
}

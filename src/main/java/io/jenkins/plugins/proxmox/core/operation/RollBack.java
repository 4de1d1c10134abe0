package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes a guest back to a snapshot. Afterwards it runs if the snapshot has its memory, or if it shall be started;
 * Proxmox could start it by itself, but in a task of its own that nobody would wait for.
 */
public final class RollBack implements Operation<GuestFacts> {
    static final String KIND = "rollback";
    private static final String GUEST = "guest";
    private static final String PROCESS = "process";
    private static final String ROLL_BACK = "rollBack";
    private static final String START = "start";
    private static final String LOOK = "look";
    private static final String FINISH = "finish";

    private final GuestReference reference;
    private final SnapshotName snapshot;
    private final boolean start;
    private final Optional<Mark> mark;

    /**
     * @param guest a VMID or a name
     * @param start whether the guest runs afterwards in any case
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public RollBack(String guest, String snapshot, boolean start) {
        this(guest, snapshot, start, Optional.empty());
    }

    private RollBack(String guest, String snapshot, boolean start, Optional<Mark> mark) {
        reference = GuestReference.parse("guest", guest);
        this.snapshot = new SnapshotName(snapshot == null ? "" : snapshot);
        this.start = start;
        this.mark = mark;
    }

    /**
     * The same for a guest that this controller has made.
     *
     * @param mark without it on the guest, nothing is touched
     * @throws ProxmoxException with {@link Problem.Parameter} if the name can't be right
     */
    public static RollBack marked(Mark mark, String snapshot, boolean start) {
        return new RollBack(mark.vmid().toString(), snapshot, start, Optional.of(mark));
    }

    static RollBack of(Request request) {
        return new RollBack(request.text("guest"), request.text("snapshot"), request.flag("start"), request.mark());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("guest", reference)
                .with("snapshot", snapshot)
                .with("start", start)
                .with("mark", mark)
                .map();
    }

    @Override
    public Stages<GuestFacts> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .change(ROLL_BACK, new Back())
                .look(LOOK, this::look)
                .change(START, new StartGuest<>(GUEST, FINISH))
                .look(FINISH, new Arrival(GUEST, FINISH, SshPort.DIRECT));
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        FoundGuest guest = context.cluster().guests().find("guest", reference);
        context.permit(Right.SNAPSHOT, guest);
        Checks.marked(guest.guest(), mark);
        Checks.noTemplate(guest, "rolled back");
        Checks.snapshot(guest, snapshot);
        Memo.Subject subject = Memo.Subject.of(guest);
        context.memo().put(GUEST, subject);
        guest.status().process().ifPresent(pid -> context.memo().put(PROCESS, pid));
        new Traces(context, subject).remember(taskType(subject));
        return Next.then(ROLL_BACK);
    }

    private static String taskType(Memo.Subject guest) {
        return guest.type() == GuestType.VIRTUAL_MACHINE ? "qmrollback" : "vzrollback";
    }

    private final class Back implements Change<GuestFacts> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return "Rolling back " + guest + " on " + guest.node() + " to snapshot " + snapshot;
        }

        @Override
        public Task make(OperationContext context) {
            Guest guest = context.memo().guest(GUEST).in(context.cluster());
            Checks.unlockedByNow(context, guest);
            Checks.marked(guest, mark);
            context.agents().boots().begins(guest.vmid());
            return guest.snapshots().rollBack(snapshot);
        }

        @Override
        public Trace trace(OperationContext context) {
            Memo.Subject subject = context.memo().guest(GUEST);
            Trace trace = new Traces(context, subject).since(taskType(subject));
            boolean vanished = trace instanceof Trace.Nothing && context.task().isPresent();
            return vanished
                            && hasAnotherRun(
                                    context.memo(),
                                    subject.in(context.cluster()).status())
                    ? new Trace.Done()
                    : trace;
        }

        /** A rollback ends what ran before. Where nothing ran before or after it, nobody can tell. */
        private boolean hasAnotherRun(Memo memo, GuestStatus now) {
            OptionalLong before = memo.number(PROCESS);
            boolean same = before.isPresent() ? before.equals(now.process()) : !now.running();
            return !same && now.lock().isEmpty();
        }

        @Override
        public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
            failure.ifPresentOrElse(reason -> Traces.rememberFailed(context), () -> Traces.rememberBegin(context));
            return Change.orFail(failure, start ? LOOK : FINISH);
        }
    }

    /** Whether it runs already depends on the snapshot. */
    private Next<GuestFacts> look(OperationContext context) {
        boolean running =
                context.memo().guest(GUEST).in(context.cluster()).status().running();
        Arrival.wanted(context.memo(), Readiness.RUNNING);
        return Next.then(running ? FINISH : START);
    }
}

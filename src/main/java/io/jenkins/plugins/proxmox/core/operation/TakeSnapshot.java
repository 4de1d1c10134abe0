package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Container;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.Snapshot;
import io.jenkins.plugins.proxmox.core.guest.Snapshots;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes a snapshot of a guest. */
public final class TakeSnapshot implements Operation<Map<String, Object>> {
    static final String KIND = "snapshot";
    static final String GUEST = "guest";
    static final String RUNNING = "running";
    private static final String TAKE = "take";
    private static final String FINISH = "finish";

    private final GuestReference reference;
    private final SnapshotName name;
    private final Optional<String> description;
    private final boolean ram;
    private final boolean marked;
    private final Optional<Mark> mark;

    /**
     * @param guest a VMID or a name
     * @param description may be null
     * @param ram whether the memory of a running VM goes with it
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public TakeSnapshot(String guest, String name, String description, boolean ram) {
        this(guest, name, description, ram, false, Optional.empty());
    }

    private TakeSnapshot(
            String guest, String name, String description, boolean ram, boolean marked, Optional<Mark> mark) {
        reference = GuestReference.parse("guest", guest);
        this.name = new SnapshotName(name == null ? "" : name);
        this.description = Request.given(description);
        this.ram = ram;
        this.marked = marked;
        this.mark = mark;
    }

    /**
     * The same with this operation's {@link Mark} in the description, so that {@link EndSnapshot} can tell it from others.
     * What it gives says also whether the guest was {@code running}.
     */
    public static TakeSnapshot marked(String guest, String name, String description, boolean ram) {
        return new TakeSnapshot(guest, name, description, ram, true, Optional.empty());
    }

    /**
     * Takes one of a guest that this controller has made.
     *
     * @param mark without it on the guest, nothing is touched
     * @param ram whether the memory of a running VM goes with it
     * @throws ProxmoxException with {@link Problem.Parameter} if the name can't be right
     */
    public static TakeSnapshot ofMarked(Mark mark, String name, String description, boolean ram) {
        return new TakeSnapshot(mark.vmid().toString(), name, description, ram, false, Optional.of(mark));
    }

    static TakeSnapshot of(Request request) {
        return new TakeSnapshot(
                request.text("guest"),
                request.text("name"),
                request.text("description"),
                request.flag("ram"),
                request.flag("marked"),
                request.mark());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("guest", reference)
                .with("name", name)
                .with("description", description)
                .with("ram", ram)
                .with("marked", marked ? Optional.of(true) : Optional.empty())
                .with("mark", mark)
                .map();
    }

    @Override
    public Stages<Map<String, Object>> stages() {
        return Stages.beginningWith("prepare", this::prepare)
                .change(TAKE, new Take())
                .look(FINISH, this::finish);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(30);
    }

    private Next<Map<String, Object>> prepare(OperationContext context) {
        FoundGuest guest = context.cluster().guests().find("guest", reference);
        context.permit(Right.SNAPSHOT, guest);
        Checks.marked(guest.guest(), mark);
        Checks.noTemplate(guest, "snapshotted");
        if (ram && guest.guest() instanceof Container) {
            throw ProxmoxException.invalid(
                    "ram", "ram: true is not possible for the container " + guest + ", only for VMs");
        }
        if (guest.guest().snapshots().find(name).isPresent()) {
            throw new ProxmoxException(
                    new Problem.AlreadyExists(),
                    "There is a snapshot '" + name + "' of " + guest + " already; expected is a new name");
        }
        context.memo().put(GUEST, Memo.Subject.of(guest));
        context.memo().put(RUNNING, guest.status().running());
        return Next.then(TAKE);
    }

    private final class Take implements Change<Map<String, Object>> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return "Taking snapshot " + name + " of " + guest + " on " + guest.node();
        }

        @Override
        public Task make(OperationContext context) {
            Guest guest = context.memo().guest(GUEST).in(context.cluster());
            Checks.unlockedByNow(context, guest);
            Checks.marked(guest, mark);
            Snapshots snapshots = guest.snapshots();
            Optional<String> text = description(context, guest);
            return ram ? snapshots.takeWithMemory(name, text) : snapshots.take(name, text);
        }

        private Optional<String> description(OperationContext context, Guest guest) {
            return marked ? Optional.of(context.mark(guest.vmid()).addTo(description.orElse(""))) : description;
        }

        /** There was none of this name before, so whichever there is now is ours; a killed task leaves its lock. */
        @Override
        public Trace trace(OperationContext context) {
            Memo.Subject subject = context.memo().guest(GUEST);
            Guest guest = subject.in(context.cluster());
            boolean taken = guest.snapshots().find(name).isPresent()
                    && guest.status().lock().filter("snapshot"::equals).isEmpty();
            return new Traces(context, subject).of(taken, "qmsnapshot", "vzsnapshot");
        }

        @Override
        public Next<Map<String, Object>> then(OperationContext context, Optional<ProxmoxException> failure) {
            return Change.orFail(failure, FINISH);
        }
    }

    private Next<Map<String, Object>> finish(OperationContext context) {
        Memo.Subject guest = context.memo().guest(GUEST);
        Snapshot taken = guest.in(context.cluster())
                .snapshots()
                .find(name)
                .orElseThrow(() -> new ProxmoxException(
                        new Problem.OutcomeUnknown(), "Proxmox VE says that it succeeded, but lists no such snapshot"));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("vmid", guest.vmid().number());
        facts.putAll(taken.toMap());
        if (marked) {
            facts.put(RUNNING, context.memo().flag(RUNNING));
        }
        return Next.done(facts);
    }
}

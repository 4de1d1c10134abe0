package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.MigrateCall;
import io.jenkins.plugins.proxmox.core.policy.Right;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import io.jenkins.plugins.proxmox.core.value.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a guest to another node of its cluster, and waits until it is there: under high availability it leaves after the
 * task's end. A VM that runs goes on without a break, a container that runs is stopped and started again. A guest that is
 * there already is left as it is.
 */
public final class MigrateGuest implements Operation<GuestFacts> {
    static final String KIND = "migrate";
    private static final String GUEST = "guest";
    private static final String RUNNING = "running";
    private static final String SINCE = "since";
    private static final String PREPARE = "prepare";
    private static final String MIGRATE = "migrate";
    private static final String ARRIVE = "arrive";
    private static final String[] TASKS = {"qmigrate", "vzmigrate", "hamigrate"};

    private final GuestReference reference;
    private final String target;
    private final boolean withLocalDisks;
    private final Optional<String> targetStorage;

    /**
     * @param guest a VMID or a name
     * @param target the node to which it goes
     * @param withLocalDisks whether disks that other nodes don't share go with a VM that runs
     * @param targetStorage where such disks go; to a storage of the same name if null. Includes that they go along
     * @throws ProxmoxException with {@link Problem.Parameter} if one of them can't be right
     */
    public MigrateGuest(String guest, String target, boolean withLocalDisks, String targetStorage) {
        reference = GuestReference.parse("guest", guest);
        this.target = Request.given(target)
                .map(Names::node)
                .orElseThrow(
                        () -> ProxmoxException.invalid("target", "No target is given; expected is the name of a node"));
        this.withLocalDisks = withLocalDisks;
        this.targetStorage = Request.given(targetStorage).map(Names::storage);
    }

    static MigrateGuest of(Request request) {
        return new MigrateGuest(
                request.text("guest"),
                request.text("target"),
                request.flag("withLocalDisks"),
                request.text("targetStorage"));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<String, Object> request() {
        return Request.write()
                .with("guest", reference)
                .with("target", target)
                .with("withLocalDisks", withLocalDisks)
                .with("targetStorage", targetStorage)
                .map();
    }

    @Override
    public Stages<GuestFacts> stages() {
        return Stages.beginningWith(PREPARE, this::prepare)
                .change(MIGRATE, new Migrate())
                .look(ARRIVE, this::arrive);
    }

    @Override
    public Duration usualTimeout() {
        return Duration.ofMinutes(120);
    }

    private Next<GuestFacts> prepare(OperationContext context) {
        FoundGuest guest = context.cluster().guests().find("guest", reference);
        context.permit(Right.CONFIGURE, guest);
        MigrationChecks checks = new MigrationChecks(guest, target, withLocalDisks, targetStorage);
        checks.node(context.cluster());
        if (guest.guest().node().equals(target)) {
            context.say(guest + " is on " + target + " already");
            return Next.done(Facts.of(guest, List.of()));
        }
        checks.all(context.cluster());
        context.memo().put(GUEST, Memo.Subject.of(guest));
        context.memo().put(RUNNING, guest.status().running());
        return Next.then(MIGRATE);
    }

    private final class Migrate implements Change<GuestFacts> {
        @Override
        public String activity(Memo memo) {
            Memo.Subject guest = memo.guest(GUEST);
            return "Migrating " + guest + " from " + guest.node() + " to " + target;
        }

        @Override
        public Task make(OperationContext context) {
            Guest guest = context.memo().guest(GUEST).in(context.cluster());
            Checks.unlockedByNow(context, guest);
            boolean running = guest.status().running();
            return guest.migrate(
                    new MigrateCall(target, running, withLocalDisks || targetStorage.isPresent(), targetStorage));
        }

        /** It changes its node before the task has cleaned up, so the task is looked for first. */
        @Override
        public Trace trace(OperationContext context) {
            return new Traces(context, context.memo().guest(GUEST)).of(isThere(context), TASKS);
        }

        /** Somebody else may have moved it in the meantime, or a call of ours that nobody answered. */
        @Override
        public Next<GuestFacts> then(OperationContext context, Optional<ProxmoxException> failure) {
            if (failure.isEmpty() || isThere(context)) {
                return Next.then(ARRIVE);
            }
            ProxmoxException reason = failure.get();
            if (reason.is(Problem.NotFound.class) && whereabouts(context).isPresent() && !isAtHome(context)) {
                return Next.then(PREPARE);
            }
            throw explained(context, reason);
        }
    }

    /** The task itself ends with the same words whatever was in the way. */
    private static ProxmoxException explained(OperationContext context, ProxmoxException reason) {
        return context.task().filter(upid -> reason.is(Problem.TaskFailed.class)).stream()
                .flatMap(upid -> context.log(upid).stream())
                .filter(line -> line.contains("ERROR: ") && !line.startsWith("TASK ERROR"))
                .map(line -> line.substring(line.indexOf("ERROR: ") + "ERROR: ".length()))
                .findFirst()
                .map(line -> new ProxmoxException(reason.problem(), reason.getMessage() + ": " + line, reason))
                .orElse(reason);
    }

    private static Optional<Guest> whereabouts(OperationContext context) {
        return context.cluster().guests().find(context.memo().guest(GUEST).vmid());
    }

    private boolean isThere(OperationContext context) {
        return whereabouts(context).filter(guest -> guest.node().equals(target)).isPresent();
    }

    private static boolean isAtHome(OperationContext context) {
        String home = context.memo().guest(GUEST).node();
        return whereabouts(context).filter(guest -> guest.node().equals(home)).isPresent();
    }

    private Next<GuestFacts> arrive(OperationContext context) {
        Memo memo = context.memo();
        if (!memo.has(SINCE)) {
            memo.put(SINCE, context.now().toEpochMilli());
        }
        Optional<FoundGuest> found = whereabouts(context).flatMap(MigrateGuest::look);
        Optional<String> missing = found.map(guest -> missing(memo, guest)).orElse(Optional.of("it is on its way"));
        if (found.isPresent() && missing.isEmpty()) {
            memo.put(GUEST, Memo.Subject.of(found.get()));
            return Next.done(Facts.of(found.get(), List.of()));
        }
        context.doing("Waiting for " + memo.guest(GUEST) + " on " + target);
        Instant since = Instant.ofEpochMilli(memo.number(SINCE).orElse(0));
        Duration pause = TaskWatcher.interval(Duration.between(since, context.now()));
        return Next.after(pause, missing.get(), ARRIVE);
    }

    /** A guest that is moved leaves between two calls. */
    private static Optional<FoundGuest> look(Guest guest) {
        try {
            return Optional.of(FoundGuest.of(guest, guest.status()));
        } catch (ProxmoxException e) {
            if (e.is(Problem.NotFound.class)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Only where the HA manager does the work there is something to wait for when the task has ended. */
    private Optional<String> missing(Memo memo, FoundGuest found) {
        GuestStatus status = found.status();
        if (!found.guest().node().equals(target)) {
            return Optional.of("the HA manager has not moved it yet");
        }
        if (status.lock().filter("migrate"::equals).isPresent()) {
            return Optional.of("it is still locked (migrate)");
        }
        return memo.flag(RUNNING) && status.highAvailability() && !status.running()
                ? Optional.of("the HA manager has not started it yet")
                : Optional.empty();
    }
}

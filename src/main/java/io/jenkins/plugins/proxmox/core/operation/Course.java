package io.jenkins.plugins.proxmox.core.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How far an operation has come: what its checkpoints are made of. Changed by whichever thread is at work with the
 * operation, which is one at a time.
 */
final class Course {
    private static final Logger LOGGER = Logger.getLogger(Course.class.getName());

    /** So long cleaning up may take, however little time was left. */
    static final Duration UNDOING = Duration.ofMinutes(5);

    private final String id;
    private final String kind;
    private final ObjectNode request;
    private final Memo memo;
    private final Checkpoints checkpoints;
    private volatile Instant deadline;
    private volatile String stage;
    private volatile String activity = "";
    private volatile Optional<Instant> calledAt = Optional.empty();
    private volatile boolean repeated;
    private volatile Optional<Instant> unsettled = Optional.empty();
    private volatile Optional<Upid> upid = Optional.empty();
    private volatile int linesSeen;
    private volatile Optional<ProxmoxException> failure = Optional.empty();

    /** Of an operation that begins. */
    Course(String id, Operation<?> operation, Instant deadline, Checkpoints checkpoints) {
        this.id = id;
        this.kind = operation.kind();
        this.request = Checkpoint.json(operation.request());
        this.deadline = deadline;
        this.checkpoints = checkpoints;
        stage = operation.stages().first();
        memo = new Memo();
    }

    /**
     * Of an operation that is taken up again. Cleaning up has all its time again: it is the last that is done. Times that the
     * clock can't have shown yet were written before it was put back.
     *
     * @param most how long it may take from now on, whatever the checkpoint says
     */
    Course(Checkpoint checkpoint, Checkpoints checkpoints, Instant now, Duration most) {
        this.checkpoints = checkpoints;
        id = checkpoint.id();
        kind = checkpoint.kind();
        request = checkpoint.request();
        deadline =
                checkpoint.failure().isPresent() ? now.plus(UNDOING) : earlier(checkpoint.deadline(), now.plus(most));
        activity = checkpoint.activity();
        repeated = checkpoint.repeated();
        unsettled = checkpoint.unsettled().map(time -> earlier(time, now));
        stage = checkpoint.stage();
        calledAt = checkpoint.calledAt().map(time -> earlier(time, now));
        upid = checkpoint.upid();
        linesSeen = checkpoint.linesSeen();
        failure = checkpoint.failure();
        memo = new Memo(checkpoint.memo());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * Keeps how far it is. When this returns, it is safe.
     *
     * @throws UncheckedIOException if it can't be kept
     */
    void save() {
        checkpoints.save(new Checkpoint(
                        id,
                        kind,
                        request,
                        deadline,
                        stage,
                        activity,
                        calledAt,
                        repeated,
                        unsettled,
                        upid,
                        linesSeen,
                        failure,
                        memo.json())
                .toJson());
    }

    /** Keeps how far it is if that is possible. If not, after a restart there is more to be found out. */
    void note() {
        try {
            save();
        } catch (UncheckedIOException e) {
            LOGGER.log(Level.WARNING, e, () -> "It can't be kept how far operation " + id + " is");
        }
    }

    void forget() {
        try {
            checkpoints.forget();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "It can't be kept that operation " + id + " has ended");
        }
    }

    /** A stage comes next, and nothing is under way. */
    void enter(String next) {
        stage = next;
        calledAt = Optional.empty();
        repeated = false;
        upid = Optional.empty();
        linesSeen = 0;
    }

    void doing(String sentence) {
        activity = sentence;
    }

    /** From now on the change of this stage may have been carried out. */
    void calling(Instant now) {
        calledAt = Optional.of(now);
        upid = Optional.empty();
        linesSeen = 0;
    }

    /** The call was answered, or is certain not to have been carried out. */
    void answered() {
        calledAt = Optional.empty();
    }

    /** An earlier call of this stage seems not to have been carried out. */
    void repeating() {
        repeated = true;
    }

    void awaiting(Upid task) {
        calledAt = Optional.empty();
        upid = Optional.of(task);
    }

    void shown(int lines) {
        linesSeen = lines;
    }

    /** From now on the operation takes back what it has made. */
    void fail(ProxmoxException reason, Instant now) {
        failure = Optional.of(reason);
        unsettled = calledAt;
        upid.ifPresent(task -> memo.put(NewGuest.LAST_TASK, task.toString()));
        deadline = now.plus(UNDOING);
    }

    String id() {
        return id;
    }

    Memo memo() {
        return memo;
    }

    Instant deadline() {
        return deadline;
    }

    String stage() {
        return stage;
    }

    String activity() {
        return activity;
    }

    /** Whether this stage has made its call before, and nobody knows for sure that it was not carried out. */
    boolean repeated() {
        return repeated;
    }

    /** When the last call was made before the operation turned round, if nobody knows what became of it. */
    Optional<Instant> unsettled() {
        return unsettled;
    }

    Optional<Instant> calledAt() {
        return calledAt;
    }

    Optional<Upid> upid() {
        return upid;
    }

    int linesSeen() {
        return linesSeen;
    }

    Optional<ProxmoxException> failure() {
        return failure;
    }
}

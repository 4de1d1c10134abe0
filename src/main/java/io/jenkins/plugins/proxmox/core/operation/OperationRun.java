package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.TaskWait;
import io.jenkins.plugins.proxmox.core.task.Timing;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An operation under way. Its steps are taken one after the other, on whichever thread is free. */
public final class OperationRun<R> {
    private final OperationOptions options;
    private final Timing timing;
    private final Course course;
    private final Narration narration;
    private final RunContext context;
    private final Way<R> way;
    private final Retreat retreat;
    private final Vigil vigil;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final CompletableFuture<Void> made = new CompletableFuture<>();
    private final Operation<R> operation;

    /** The end of one walk and the beginning of the next may meet on two threads. */
    private final AtomicInteger walks = new AtomicInteger();

    private volatile boolean aborted;
    private volatile Optional<CompletableFuture<?>> awaited = Optional.empty();

    OperationRun(
            OperationRunner runner,
            Operation<R> operation,
            Course course,
            OperationOptions options,
            OperationConsole console) {
        this.operation = operation;
        this.course = course;
        this.options = options;
        timing = runner.timing();
        narration = new Narration(console, course, runner.client().credentials(), options.quiet());
        context = new RunContext(runner, course, options.requester(), narration, new Obstacles(narration));
        vigil = new Vigil(context, options.quiet());
        way = new Way<>(operation.stages(), context);
        retreat = new Retreat(operation, options, course, narration);
        result.whenComplete((value, failure) -> made.complete(null));
    }

    /** The end of the operation. Fails with a {@link ProxmoxException} whose message is for people. */
    public CompletableFuture<R> result() {
        return result;
    }

    /** Ends as soon as what the operation makes is there, though not ready yet, and at the latest with the operation. */
    public CompletableFuture<Void> made() {
        return made;
    }

    /** What is being done right now, in one line. */
    public String status() {
        return vigil.status().orElseGet(narration::status);
    }

    /**
     * Ends the operation early; gives back at once. The task that is awaited is stopped and what the operation has made is
     * taken back, or all of it is left alone if the options say so; {@link #result()} then fails with
     * {@link Problem.Cancelled}. An operation that takes back what it has made already is not disturbed in that.
     */
    public void abort() {
        if (!retreat.begun()) {
            aborted = true;
            timing.schedule(Duration.ZERO, this::stopIfAborted);
        }
    }

    void begin() {
        start(way::enter);
    }

    /** Goes on where the checkpoint says. */
    void resume() {
        start(way::takeUp);
    }

    private void start(Step<R> first) {
        boolean retreating = retreat.begun();
        timing.schedule(Duration.ZERO, () -> walk(retreating, () -> take(first)));
    }

    /**
     * Takes steps until there is something to wait for.
     *
     * @param retreating whether the operation was being taken back when this was decided; what was decided before it
     *     turned round is none of its business any more
     */
    private void walk(boolean retreating, Supplier<Optional<Step<R>>> first) {
        // Before anything is asked: either who aborts sees that somebody is at work, or this sees that it is aborted.
        walks.incrementAndGet();
        try {
            boolean outdated = retreat.begun() != retreating;
            Optional<Step<R>> next = outdated || isOver() ? Optional.empty() : first.get();
            while (next.isPresent() && !isOver()) {
                next = take(next.get());
            }
        } finally {
            walks.decrementAndGet();
            stopIfAborted();
        }
    }

    private boolean isOver() {
        return result.isDone() || aborted && !retreat.begun();
    }

    private Optional<Step<R>> take(Step<R> step) {
        try {
            return goOn(way.take(step));
        } catch (ProxmoxException e) {
            return giveUp(narration.explained(e));
        } catch (RuntimeException | Error e) {
            // Whatever it is: nobody else would ever end the operation.
            return giveUp(narration.broken(e));
        }
    }

    private Optional<Step<R>> goOn(After<R> after) {
        if (!made.isDone() && operation.made(course.memo()).isPresent()) {
            made.complete(null);
        }
        if (after instanceof After.Now<R> now) {
            return Optional.of(now.step());
        }
        if (after instanceof After.Later<R> later) {
            return schedule(later.pause(), later.step());
        }
        if (after instanceof After.Upon<R> upon) {
            return await(upon.event(), upon.step());
        }
        if (after instanceof After.Waiting<R> waiting) {
            await(waiting.change(), waiting.upid());
        } else if (after instanceof After.End<R> end) {
            finish(end.result());
        }
        return Optional.empty();
    }

    private Optional<Step<R>> schedule(Duration pause, Step<R> step) {
        Duration left = context.remaining();
        if (left.isZero()) {
            return giveUp(timedOut());
        }
        boolean retreating = retreat.begun();
        timing.schedule(pause.compareTo(left) < 0 ? pause : left, () -> walk(retreating, () -> take(step)));
        return Optional.empty();
    }

    /** Time that is over ends the wait as well, and so does whoever aborts the operation. */
    private Optional<Step<R>> await(CompletableFuture<?> event, Step<R> step) {
        boolean retreating = retreat.begun();
        awaited = Optional.of(event);
        event.<Void>handle((result, failure) -> null)
                .completeOnTimeout(null, context.remaining().toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> timing.schedule(
                        Duration.ZERO, () -> walk(retreating, () -> event.isDone() ? take(step) : giveUp(timedOut()))));
        return Optional.empty();
    }

    private void await(Change<R> change, Upid upid) {
        boolean retreating = retreat.begun();
        vigil.begin(
                upid,
                outcome -> walk(retreating, () -> take(() -> way.ended(change, upid, outcome))),
                (failure, task) -> walk(retreating, () -> waitFailed(failure, task)));
    }

    private Optional<Step<R>> waitFailed(ProxmoxException failure, TaskWait task) {
        if (failure.is(Problem.TimedOut.class)) {
            retreat.end(task);
            return giveUp(timedOut());
        }
        return giveUp(narration.explained(failure));
    }

    private ProxmoxException timedOut() {
        return narration.timedOut(retreat.begun() ? Course.UNDOING : options.timeout());
    }

    /**
     * Called when somebody aborts, and again when a step that was at work then has come to its end: only afterwards is it
     * known whether there is a task to stop.
     */
    private synchronized void stopIfAborted() {
        if (!aborted || walks.get() > 0 || result.isDone() || retreat.begun()) {
            return;
        }
        vigil.breakOff()
                .ifPresentOrElse(
                        retreat::end,
                        // Aborted right after a restart, before anybody waited for it again.
                        () -> course.upid().map(context.cluster().tasks()::task).ifPresent(retreat::end));
        giveUp(narration.aborted()).ifPresent(this::start);
    }

    /** Takes back what was made, if there is something, and ends. */
    private Optional<Step<R>> giveUp(ProxmoxException reason) {
        awaited.ifPresent(event -> event.cancel(false));
        if (retreat.begun()) {
            // Not forgotten: whoever has the checkpoint can try again to take it back.
            if (!reason.is(Problem.TimedOut.class)) {
                way.leave();
            }
            result.completeExceptionally(retreat.withWhatIsLeft(reason));
            return Optional.empty();
        }
        Optional<String> undo = retreat.begin(reason, timing.now());
        if (undo.isEmpty()) {
            conclude(retreat.withWhatStays(reason));
        }
        return undo.map(stage -> () -> way.turnTo(stage));
    }

    private void finish(R value) {
        if (retreat.begun()) {
            conclude(retreat.reason());
        } else {
            narration.ends(Optional.empty());
            course.forget();
            result.complete(value);
        }
    }

    private void conclude(ProxmoxException reason) {
        narration.ends(Optional.of(reason));
        course.forget();
        result.completeExceptionally(reason);
    }
}

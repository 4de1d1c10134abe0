package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.TaskWait;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import io.jenkins.plugins.proxmox.core.task.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** An operation under way. Its stages run one after the other, on whichever thread is free. */
public final class OperationRun<R> {
    /** A lock file that is held for so long is held by something that hangs. */
    private static final Duration LOCK_FILE = Duration.ofMinutes(5);

    /** A node that restarts its services is back by then. */
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    /** Trying again costs a call or even a task, so it is done less often than looking. */
    private static final int RETRY_PAUSE_FACTOR = 4;

    private final OperationRunner runner;
    private final Timing timing;
    private final OperationOptions options;
    private final Narration narration;
    private final Instant deadline;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final OperationContext context;

    private volatile boolean aborted;
    private volatile boolean working;
    private volatile TaskWait wait;
    private volatile Instant obstructedSince;

    OperationRun(OperationRunner runner, OperationOptions options, OperationConsole console) {
        this.runner = runner;
        this.timing = runner.timing();
        this.options = options;
        this.narration = new Narration(console);
        this.deadline = timing.now().plus(options.timeout());
        this.context = new RunContext(runner, deadline, narration, () -> obstructedSince != null);
    }

    /** The end of the operation. Fails with a {@link ProxmoxException} whose message is for people. */
    public CompletableFuture<R> result() {
        return result;
    }

    /** What is being done right now, in one line. */
    public String status() {
        return narration.status();
    }

    /**
     * Ends the operation early; gives back at once. The task that is awaited is stopped, or left alone if the options
     * say so, and {@link #result()} then fails with {@link Problem.Cancelled}.
     */
    public void abort() {
        aborted = true;
        timing.schedule(Duration.ZERO, this::giveUp);
    }

    void begin(Stage<R> first) {
        timing.schedule(Duration.ZERO, () -> run(first));
    }

    private void run(Stage<R> stage) {
        attempt(stage, () -> stage.run(context));
    }

    /** Goes on as the step says; if it fails, the stage it belongs to has failed. */
    private void attempt(Stage<R> stage, Supplier<Next<R>> step) {
        if (aborted || result.isDone()) {
            return;
        }
        working = true;
        try {
            follow(stage, step.get());
        } catch (ProxmoxException e) {
            failed(stage, step, e);
        } catch (RuntimeException | Error e) {
            // Whatever it is: nobody else would ever end the operation.
            result.completeExceptionally(e);
        } finally {
            working = false;
            if (aborted) {
                giveUp();
            }
        }
    }

    private void follow(Stage<R> stage, Next<R> next) {
        if (next instanceof Next.Done<R> done) {
            result.complete(done.result());
        } else if (next instanceof Next.Continue<R> goOn) {
            unobstructed();
            run(goOn.stage());
        } else if (next instanceof Next.Pause<R> pause) {
            unobstructed();
            narration.waitingFor(pause.reason());
            later(pause.length(), () -> run(pause.stage()));
        } else if (next instanceof Next.Await<R> await) {
            await(stage, await);
        }
    }

    private void unobstructed() {
        obstructedSince = null;
        narration.obstacleGone();
    }

    private void later(Duration pause, Runnable action) {
        Duration left = context.remaining();
        if (left.isZero()) {
            timedOut();
        } else {
            timing.schedule(pause.compareTo(left) < 0 ? pause : left, action);
        }
    }

    private void await(Stage<R> stage, Next.Await<R> await) {
        Instant begun = timing.now();
        TaskWait task = runner.watcher().await(await.upid(), deadline, narration.taskBegins(options.quiet()));
        wait = task;
        task.outcome().whenComplete((outcome, failure) -> {
            narration.taskEnded();
            if (aborted) {
                // A stopped task ends before the call that stops it does; who aborted has the last word.
                return;
            }
            wait = null;
            if (failure == null) {
                narration.taskEnded(outcome, Duration.between(begun, timing.now()));
                attempt(stage, () -> await.then().go(context, outcome));
            } else {
                waitFailed(asProxmox(failure), task);
            }
        });
    }

    private void waitFailed(ProxmoxException failure, TaskWait task) {
        if (failure.is(Problem.TimedOut.class)) {
            end(task);
            timedOut();
        } else {
            fail(failure);
        }
    }

    /**
     * Somebody else's work on the guest is no failure yet: the stage that met it is run again. Nor is a node that can't
     * be reached for a moment: nothing was done there, so exactly what could not be done is tried again.
     */
    private void failed(Stage<R> stage, Supplier<Next<R>> step, ProxmoxException failure) {
        if (obstructedSince == null) {
            obstructedSince = timing.now();
        }
        Duration obstructed = Duration.between(obstructedSince, timing.now());
        Duration pause = TaskWatcher.interval(obstructed).multipliedBy(RETRY_PAUSE_FACTOR);
        if (failure.is(Problem.Locked.class, lock -> isBearable(lock, obstructed))) {
            narration.obstacle(failure);
            later(pause, () -> run(stage));
        } else if (failure.is(Problem.NodeUnreachable.class) && obstructed.compareTo(OUTAGE) < 0) {
            narration.obstacle(failure);
            later(pause, () -> attempt(stage, step));
        } else {
            fail(failure);
        }
    }

    /** A lock in the configuration lasts as long as the task it belongs to, however long that is. */
    private static boolean isBearable(Problem.Locked lock, Duration obstructed) {
        return lock.inConfiguration() || obstructed.compareTo(LOCK_FILE) < 0;
    }

    private void fail(ProxmoxException failure) {
        result.completeExceptionally(
                narration.explained(failure, runner.client().credentials()));
    }

    private void timedOut() {
        result.completeExceptionally(
                narration.timedOut(options.timeout(), runner.client().credentials()));
    }

    /**
     * Called when somebody aborts, and again when a stage that was at work then has come to its end: only afterwards is
     * it known whether there is a task to stop.
     */
    private synchronized void giveUp() {
        if (working) {
            return;
        }
        TaskWait task = wait;
        wait = null;
        if (task != null) {
            end(task);
        }
        result.completeExceptionally(narration.aborted());
    }

    /** What becomes of the task that nobody waits for any more. */
    private void end(TaskWait task) {
        if (task.hasEnded()) {
            return;
        }
        if (!options.stopTask()) {
            task.leave();
            narration.goOn("goes on in Proxmox VE as task " + task.upid());
            return;
        }
        try {
            task.stop();
            narration.goOn("task stopped");
        } catch (ProxmoxException e) {
            narration.goOn("task " + task.upid() + " could not be stopped: " + e.getMessage());
        }
    }

    private static ProxmoxException asProxmox(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProxmoxException known
                ? known
                : new ProxmoxException(new Problem.Other(), String.valueOf(cause), cause);
    }
}

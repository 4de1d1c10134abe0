package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The wait for one task. Its end is the end of {@link #outcome()}; until then somebody looks now and then. */
public final class TaskWait {
    private static final Logger LOGGER = Logger.getLogger(TaskWait.class.getName());

    /** For so long a server that can't be reached, or is restarting, is only a reason to look again later. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A node may not know a task yet in the moment it was started. */
    private static final Duration APPEARANCE = Duration.ofSeconds(5);

    /** People read no faster; a short task's log is fetched once, at its end. */
    private static final Duration READING = Duration.ofSeconds(1);

    /** Lines fetched at once; a page of this size stays well below a second on a busy node. */
    private static final int PAGE = 500;

    private final Upid upid;
    private final TaskApi tasks;
    private final Timing timing;
    private final Instant begun;
    private final Instant deadline;
    private final TaskListener listener;
    private final CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();
    private Instant lastAnswer;
    private Instant lastRead;
    private int linesSeen;

    TaskWait(Upid upid, TaskApi tasks, Timing timing, Instant deadline, TaskListener listener) {
        this.upid = upid;
        this.tasks = tasks;
        this.timing = timing;
        this.begun = timing.now();
        this.lastAnswer = begun;
        this.lastRead = begun;
        this.deadline = deadline;
        this.listener = listener;
    }

    /** The task that is awaited. */
    public Upid upid() {
        return upid;
    }

    /**
     * How the task ended. Fails with a {@link ProxmoxException}: {@link Problem.TimedOut} at the deadline,
     * {@link Problem.Cancelled} after {@link #leave} or {@link #stop}, {@link Problem.NodeUnreachable} and
     * {@link Problem.OutcomeUnknown} if the cluster could not be asked for a minute, and whatever makes asking hopeless,
     * like a revoked token.
     */
    public CompletableFuture<TaskOutcome> outcome() {
        return outcome;
    }

    /** Ends the wait; the task goes on. */
    public void leave() {
        outcome.completeExceptionally(new ProxmoxException(
                new Problem.Cancelled(), "no longer waiting for task " + upid + ", which goes on"));
    }

    /**
     * Stops the task and ends the wait. Asks Proxmox, and so may block for some seconds.
     *
     * @throws ProxmoxException if Proxmox would not stop the task; the wait has ended all the same
     */
    public void stop() {
        try {
            if (!hasEnded()) {
                tasks.stop(upid);
            }
        } finally {
            outcome.completeExceptionally(
                    new ProxmoxException(new Problem.Cancelled(), "task " + upid + " was stopped"));
        }
    }

    /** Whether the task is known to have ended; a wait that has run out of time is over, its task is not. */
    public boolean hasEnded() {
        return outcome.isDone() && !outcome.isCompletedExceptionally();
    }

    void begin() {
        timing.schedule(TaskWatcher.interval(Duration.ZERO), this::look);
    }

    private void look() {
        if (outcome.isDone()) {
            return;
        }
        try {
            Optional<TaskOutcome> ended = tasks.status(upid).outcome();
            lastAnswer = timing.now();
            if (ended.isPresent()
                    && !(ended.get() instanceof TaskOutcome.Vanished && age().compareTo(APPEARANCE) < 0)) {
                readLog();
                outcome.complete(ended.get());
                return;
            }
            if (Duration.between(lastRead, lastAnswer).compareTo(READING) >= 0) {
                readLog();
            }
        } catch (ProxmoxException e) {
            if (!worthAnotherLook(e)) {
                outcome.completeExceptionally(e);
                return;
            }
            LOGGER.log(Level.FINE, e, () -> "No news of " + upid);
        } catch (RuntimeException | Error e) {
            outcome.completeExceptionally(e);
            return;
        }
        lookAgain();
    }

    private boolean worthAnotherLook(ProxmoxException e) {
        boolean transientProblem = e.is(Problem.NodeUnreachable.class) || e.is(Problem.OutcomeUnknown.class);
        return transientProblem && Duration.between(lastAnswer, timing.now()).compareTo(PATIENCE) < 0;
    }

    private void lookAgain() {
        Duration left = Duration.between(timing.now(), deadline);
        if (left.isNegative() || left.isZero()) {
            outcome.completeExceptionally(
                    new ProxmoxException(new Problem.TimedOut(), "task " + upid + " was still running"));
            return;
        }
        Duration pause = TaskWatcher.interval(age());
        timing.schedule(pause.compareTo(left) < 0 ? pause : left, this::look);
    }

    private Duration age() {
        return Duration.between(begun, timing.now());
    }

    /** The log is for reading only: that it can't be had is no reason to give up a task that runs. */
    private void readLog() {
        if (listener == TaskListener.NONE) {
            return;
        }
        lastRead = timing.now();
        try {
            TaskLog page;
            do {
                page = tasks.log(upid, linesSeen, PAGE);
                linesSeen = Math.max(linesSeen, page.total());
                page.lines().forEach(listener::line);
            } while (page.lines().size() == PAGE);
        } catch (ProxmoxException e) {
            LOGGER.log(Level.FINE, e, () -> "The log of " + upid + " can't be read");
        }
    }
}

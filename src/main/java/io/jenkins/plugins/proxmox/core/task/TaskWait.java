package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The wait for one task. Its end is the end of {@link #outcome()}; until then somebody looks now and then. */
public final class TaskWait {
    private final Upid upid;
    private final LogReader log;
    private final Consumer<Upid> stopper;
    private final CompletableFuture<TaskOutcome> outcome = new CompletableFuture<>();

    TaskWait(Upid upid, LogReader log, Consumer<Upid> stopper) {
        this.upid = upid;
        this.log = log;
        this.stopper = stopper;
    }

    /** The task that is awaited. */
    public Upid upid() {
        return upid;
    }

    /**
     * How the task ended. Fails with a {@link ProxmoxException}: {@link Problem.TimedOut} at the deadline,
     * {@link Problem.Cancelled} after {@link #leave} or {@link #stop}, {@link Problem.NodeUnreachable} and
     * {@link Problem.OutcomeUnknown} if the task's node could not be asked for a minute, and whatever makes asking
     * hopeless, like a revoked token.
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
     * Stops the task and ends the wait: {@code DELETE /nodes/{node}/tasks/{upid}}. Asks Proxmox, and so may block for
     * some seconds.
     *
     * @throws ProxmoxException if Proxmox would not stop the task; the wait has ended all the same
     */
    public void stop() {
        try {
            if (!hasEnded()) {
                stopper.accept(upid);
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

    /**
     * How many lines of the task's log the listener has been told, counted from the first line of the log: from here on
     * another wait can continue, see {@link TaskWatcher#await(Upid, java.time.Instant, TaskListener, int)}.
     */
    public int linesSeen() {
        return log.linesSeen();
    }

    /** How far the task is by the lines that were seen, 0 to 100; empty if none said it, or if nobody listens. */
    public OptionalInt progress() {
        return log.percent();
    }
}

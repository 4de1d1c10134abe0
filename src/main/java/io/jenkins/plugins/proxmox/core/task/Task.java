package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * Something that Proxmox VE was asked to do and that takes its time. Some calls are a task on one release and done within
 * the call on another; both look the same here, only that what is done already has no UPID.
 */
public final class Task {
    private final Tasks tasks;
    private final Optional<Upid> upid;

    Task(Tasks tasks, Optional<Upid> upid) {
        this.tasks = tasks;
        this.upid = upid;
    }

    /** The name of the task; empty if everything was done within the call that asked for it. */
    public Optional<Upid> upid() {
        return upid;
    }

    /**
     * How it stands at this moment: {@code GET /nodes/{node}/tasks/{upid}/status}.
     *
     * @throws ProxmoxException if the node can't be asked
     */
    public TaskStatus status() {
        return upid.map(tasks.api()::status).orElseGet(() -> new TaskStatus(Optional.of(new TaskOutcome.Succeeded())));
    }

    /**
     * Everything it has written so far, line by line: {@code GET /nodes/{node}/tasks/{upid}/log}.
     *
     * @throws ProxmoxException if the node can't be asked
     */
    public List<String> log() {
        return upid.map(it -> tasks.api().log(it, 0, 0).lines()).orElse(List.of());
    }

    /** How far it is by its own log, 0 to 100; empty if it does not say. */
    public OptionalInt progress() {
        return log().stream()
                .map(TaskProgress::percent)
                .filter(OptionalInt::isPresent)
                .reduce((earlier, later) -> later)
                .orElse(OptionalInt.empty());
    }

    /**
     * Stops it: {@code DELETE /nodes/{node}/tasks/{upid}}. Blocks for up to 5 s while Proxmox VE cleans up; what has ended
     * already is left as it is.
     */
    public void stop() {
        upid.ifPresent(tasks.api()::stop);
    }

    /**
     * Waits without holding a thread.
     *
     * @param timeout when to give up; the task itself goes on
     * @param listener told the lines of its log
     * @return how it ended; fails with a {@link ProxmoxException} as {@link TaskWait#outcome()} says
     */
    public CompletableFuture<TaskOutcome> outcome(Duration timeout, TaskListener listener) {
        return upid.map(it -> tasks.watcher()
                        .await(it, tasks.timing().now().plus(timeout), listener)
                        .outcome())
                .orElseGet(() -> CompletableFuture.completedFuture(new TaskOutcome.Succeeded()));
    }

    /**
     * Blocks until it has succeeded, with warnings or without.
     *
     * @param timeout when to give up; the task itself goes on
     * @throws ProxmoxException if it fails, with the meaning of its exit status; {@link Problem.TimedOut} if it takes
     *     too long; {@link Problem.Cancelled} if the waiting thread is interrupted
     */
    public TaskOutcome await(Duration timeout) {
        return await(timeout, TaskListener.NONE);
    }

    /** As {@link #await(Duration)}, with somebody who is told the lines of its log. */
    public TaskOutcome await(Duration timeout, TaskListener listener) {
        TaskOutcome outcome = Waiting.result(outcome(timeout, listener));
        upid.flatMap(outcome::failure).ifPresent(failure -> {
            throw failure;
        });
        return outcome;
    }

    @Override
    public String toString() {
        return upid.map(Upid::toString).orElse("done");
    }
}

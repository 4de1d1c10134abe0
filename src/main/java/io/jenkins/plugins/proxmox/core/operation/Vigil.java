package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.TaskListener;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import io.jenkins.plugins.proxmox.core.task.TaskWait;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Waits for the tasks of one operation, one at a time, and shows their logs. */
final class Vigil {
    private final RunContext context;
    private final boolean quiet;
    private volatile TaskWait wait;
    private volatile Instant since;

    Vigil(RunContext context, boolean quiet) {
        this.context = context;
        this.quiet = quiet;
    }

    /**
     * Begins to wait.
     *
     * @param ended told how the task has ended
     * @param failed told why nobody waits any longer, though it may not have ended
     */
    void begin(Upid upid, Consumer<TaskOutcome> ended, BiConsumer<ProxmoxException, TaskWait> failed) {
        Narration narration = context.narration();
        Course course = context.course();
        Instant begun = context.now();
        TaskListener lines = narration.taskBegins(upid);
        TaskListener console = quiet ? TaskListener.NONE : new ShownLines(lines, course);
        TaskWait task = context.runner().watcher().await(upid, course.deadline(), console, course.linesSeen());
        since = begun;
        wait = task;
        task.outcome().whenComplete((outcome, failure) -> {
            narration.taskEnded(upid, failure == null ? outcome.failure(upid) : Optional.of(asProxmox(failure)));
            if (wait != task) {
                // It was stopped, which shows before the call that stops it ends; who stopped it has the last word.
                return;
            }
            wait = null;
            if (failure == null) {
                narration.taskEnded(outcome, Duration.between(begun, context.now()));
                ended.accept(outcome);
            } else {
                failed.accept(asProxmox(failure), task);
            }
        });
    }

    /** What is awaited, in one line; empty if nothing is. */
    Optional<String> status() {
        return Optional.ofNullable(wait)
                .map(task -> context.narration().status(task.upid(), Duration.between(since, context.now())));
    }

    /** Nobody is told any more of the task that is awaited, if there is one. */
    Optional<TaskWait> breakOff() {
        Optional<TaskWait> task = Optional.ofNullable(wait);
        wait = null;
        return task;
    }

    private static ProxmoxException asProxmox(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProxmoxException known
                ? known
                : new ProxmoxException(new Problem.Other(), String.valueOf(cause), cause);
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** How an operation goes on after a stage. */
public sealed interface Next<R> {
    /** It is finished. */
    record Done<R>(R result) implements Next<R> {}

    /** A stage follows at once. */
    record Continue<R>(Stage<R> stage) implements Next<R> {}

    /**
     * A stage follows after a pause.
     *
     * @param reason what has not happened yet, for whoever asks why it takes so long
     */
    record Pause<R>(Duration length, String reason, Stage<R> stage) implements Next<R> {}

    /** A task must end first. */
    record Await<R>(Upid upid, AfterTask<R> then) implements Next<R> {}

    /** Decides how to go on when a task has ended. */
    @FunctionalInterface
    interface AfterTask<R> {
        /** What comes after this end. */
        Next<R> go(OperationContext context, TaskOutcome outcome);
    }

    /** It is finished, with this. */
    static <R> Next<R> done(R result) {
        return new Done<>(result);
    }

    /** This stage follows at once. */
    static <R> Next<R> then(Stage<R> stage) {
        return new Continue<>(stage);
    }

    /** This stage follows after a pause. */
    static <R> Next<R> after(Duration pause, String reason, Stage<R> stage) {
        return new Pause<>(pause, reason, stage);
    }

    /**
     * A stage follows if the task succeeds, at once if it was done within the call; if not, the operation fails with what
     * the task says.
     */
    static <R> Next<R> afterSuccess(Task task, Stage<R> stage) {
        return task.upid()
                .<Next<R>>map(upid -> new Await<>(upid, (context, outcome) -> {
                    outcome.failure(upid).ifPresent(failure -> {
                        throw failure;
                    });
                    return then(stage);
                }))
                .orElseGet(() -> then(stage));
    }

    /** A task must end first, one that was done within the call has succeeded. */
    static <R> Next<R> after(Task task, Function<Optional<ProxmoxException>, Next<R>> then) {
        return task.upid()
                .<Next<R>>map(upid -> new Await<>(upid, (context, outcome) -> then.apply(outcome.failure(upid))))
                .orElseGet(() -> then.apply(Optional.empty()));
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What comes after a step. */
sealed interface After<R> {
    /** Another step at once. */
    record Now<R>(Step<R> step) implements After<R> {}

    /** Another step after a pause. */
    record Later<R>(Duration pause, Step<R> step) implements After<R> {}

    /** Another step when something has come about, however it did. */
    record Upon<R>(CompletableFuture<?> event, Step<R> step) implements After<R> {}

    /** The end of a task, and how the change that began it goes on then. */
    record Waiting<R>(Change<R> change, Upid upid) implements After<R> {}

    /** Nothing, this was the last. */
    record End<R>(R result) implements After<R> {}
}

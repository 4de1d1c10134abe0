package io.jenkins.plugins.proxmox.core.operation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How an operation goes on after a stage. */
public sealed interface Next<R> {
    /** It is finished. */
    record Done<R>(R result) implements Next<R> {}

    /**
     * A stage follows at once.
     *
     * @param stage its name
     */
    record Continue<R>(String stage) implements Next<R> {}

    /**
     * A stage follows after a pause.
     *
     * @param reason what has not happened yet, for whoever asks why it takes so long
     * @param stage its name
     */
    record Pause<R>(Duration length, String reason, String stage) implements Next<R> {}

    /**
     * A stage follows when something has come about.
     *
     * @param event that it has, or that it never will; cancelled if the operation can't wait any longer
     * @param reason what has not happened yet, for whoever asks why it takes so long
     * @param stage its name
     */
    record When<R>(CompletableFuture<?> event, String reason, String stage) implements Next<R> {}

    /** It is finished, with this. */
    static <R> Next<R> done(R result) {
        return new Done<>(result);
    }

    /** This stage follows at once. */
    static <R> Next<R> then(String stage) {
        return new Continue<>(stage);
    }

    /** This stage follows after a pause. */
    static <R> Next<R> after(Duration pause, String reason, String stage) {
        return new Pause<>(pause, reason, stage);
    }

    /** This stage follows when something has come about, however it did. */
    static <R> Next<R> when(CompletableFuture<?> event, String reason, String stage) {
        return new When<>(event, reason, stage);
    }
}

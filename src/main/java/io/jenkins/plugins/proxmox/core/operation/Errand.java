package io.jenkins.plugins.proxmox.core.operation;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a look has sent for, and fetches when it is run again. To be used by one look, run after run. */
final class Errand<T> {
    private Optional<CompletableFuture<T>> result = Optional.empty();

    /** Whether something was sent for that has not been fetched yet. */
    boolean isUnderWay() {
        return result.isPresent();
    }

    void begin(CompletableFuture<T> work) {
        result = Optional.of(work);
    }

    /** Whether it can be fetched. */
    boolean isBack() {
        return result.filter(CompletableFuture::isDone).isPresent();
    }

    /** How a look goes on that needs it before it can: it is run again when it can be fetched. */
    <R> Next<R> await(String reason, String stage) {
        return Next.when(result.orElseThrow(), reason, stage);
    }

    /** Gives it, once; throws as it failed. */
    T fetch() {
        CompletableFuture<T> work = result.orElseThrow();
        result = Optional.empty();
        try {
            return work.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}

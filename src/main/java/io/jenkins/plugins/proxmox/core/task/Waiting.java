package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** For whoever has a thread to wait with. */
public final class Waiting {
    private Waiting() {}

    /**
     * Blocks until there is a result.
     *
     * @throws ProxmoxException as the future fails, or with {@link Problem.Cancelled} if this thread is interrupted; the
     *     future goes on then
     */
    public static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Blocks until there is a result, or for so long.
     *
     * @throws ProxmoxException as {@link #result(CompletableFuture)}, or with {@link Problem.TimedOut} if there is no result
     *     by then; the future goes on
     */
    public static <T> T result(CompletableFuture<T> future, Duration patience) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TimeoutException e) {
            throw new ProxmoxException(
                    new Problem.TimedOut(), "there was no answer within " + patience.toSeconds() + " s", e);
        }
    }

    private static ProxmoxException failure(ExecutionException e) {
        return e.getCause() instanceof ProxmoxException known
                // Its own stack tells of a thread of the pool; who waits wants to know from where it was waited.
                ? new ProxmoxException(known.problem(), known.getMessage(), known)
                : new ProxmoxException(new Problem.Other(), String.valueOf(e.getCause()), e.getCause());
    }

    private static ProxmoxException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ProxmoxException(new Problem.Cancelled(), "the wait was interrupted", e);
    }
}

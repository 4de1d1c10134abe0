package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

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
            throw e.getCause() instanceof ProxmoxException known
                    // Its own stack tells of a thread of the pool; who waits wants to know from where it was waited.
                    ? new ProxmoxException(known.problem(), known.getMessage(), known)
                    : new ProxmoxException(new Problem.Other(), String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProxmoxException(new Problem.Cancelled(), "the wait was interrupted", e);
        }
    }
}

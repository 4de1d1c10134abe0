package io.jenkins.plugins.proxmox.run;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/**
 * Waits on the thread of a build. Who is interrupted stays until the matter has come to its end, so that nothing is left
 * behind that somebody else would have to look for.
 */
public final class BuildWait {
    private BuildWait() {}

    /**
     * The result of an operation.
     *
     * @throws ProxmoxException if it fails
     * @throws InterruptedException if the thread was interrupted meanwhile, however the operation ended
     */
    public static <R> R result(OperationRun<R> run) throws InterruptedException {
        end(run.result(), run::abort);
        try {
            return run.result().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProxmoxException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /**
     * The end of whatever is under way, be it a good one or not.
     *
     * @param abort ends it early; called at most once, for the impatient must not keep it from cleaning up
     * @throws InterruptedException after the end, if the thread was interrupted meanwhile
     */
    public static void end(CompletableFuture<?> matter, Runnable abort) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        matter.whenComplete((result, failure) -> end.countDown());
        InterruptedException interruption = null;
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                if (interruption == null) {
                    interruption = e;
                    abort.run();
                }
            }
        }
        if (interruption != null) {
            throw interruption;
        }
    }
}

package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import java.util.concurrent.CompletableFuture;

/**
 * Lets those give up who wait for an operation with which nobody goes on, since the controller is being stopped. They would wait
 * for as long as the JVM is there, and that may be the one of the next controller.
 */
@Extension
public final class ControllerStop {
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    @Terminator
    public static void stop() {
        ExtensionList.lookupSingleton(ControllerStop.class).stop.complete(null);
    }

    /** Done when an operation has ended, well or not, or the controller is being stopped. */
    static CompletableFuture<?> orEnd(OperationRun<?> run) {
        return CompletableFuture.anyOf(run.result(), ExtensionList.lookupSingleton(ControllerStop.class).stop)
                .handle((result, failure) -> null);
    }

    /** @throws InterruptedException if the operation has not ended, so that the controller is being stopped */
    static void check(OperationRun<?> run) throws InterruptedException {
        if (!run.result().isDone()) {
            throw new InterruptedException("The controller is being stopped");
        }
    }
}

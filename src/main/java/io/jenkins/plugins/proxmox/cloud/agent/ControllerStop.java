package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import jenkins.model.Jenkins;

/**
 * Lets those give up who wait for an operation with which nobody goes on, since the controller is being stopped. They would wait
 * for as long as the JVM is there, and that may be the one of the next controller.
 */
@Extension
public final class ControllerStop {
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    /** Before the connections are closed: what fails then, fails because of that. */
    @Terminator(attains = ConnectionRegistry.UNUSED)
    public static void stop() {
        ExtensionList.lookupSingleton(ControllerStop.class).stop.complete(null);
    }

    /** Jenkins itself says so only after all have been told to stop. */
    static boolean isUnderWay() {
        return Jenkins.get().isTerminating()
                || ExtensionList.lookupSingleton(ControllerStop.class).stop.isDone();
    }

    /**
     * Waits for the end of something, well or not.
     *
     * @throws InterruptedException also if the controller is being stopped instead
     */
    static void await(CompletableFuture<?> matter) throws InterruptedException {
        try {
            orEnd(matter).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        check(matter);
    }

    /** Done when something has ended, well or not, or the controller is being stopped. */
    static CompletableFuture<?> orEnd(CompletableFuture<?> matter) {
        return CompletableFuture.anyOf(matter, ExtensionList.lookupSingleton(ControllerStop.class).stop)
                .handle((result, failure) -> null);
    }

    /** @throws InterruptedException if it has not ended, so that the controller is being stopped */
    static void check(CompletableFuture<?> matter) throws InterruptedException {
        if (!matter.isDone()) {
            throw new InterruptedException("The controller is being stopped");
        }
    }
}

package io.jenkins.plugins.proxmox.build;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.DestroyGuest;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.run.BuildOperation;
import io.jenkins.plugins.proxmox.run.BuildWait;
import io.jenkins.plugins.proxmox.run.MadeGuests;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Destroys a guest after a build. If that is not possible now, a guest that the build has made is left to the queue that goes
 * on trying.
 *
 * @param connection may be null
 */
record Destruction(Run<?, ?> build, String guest, String connection, TaskListener listener) {
    /** A build is not kept waiting for longer, as with all that is cleaned up. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    void perform() throws IOException, InterruptedException {
        try {
            BuildOperation ours = new BuildOperation(build, UUID.randomUUID().toString(), connection);
            BuildWait.result(ours.begin(
                    new DestroyGuest(guest, true, true),
                    OperationOptions.within(LIMIT),
                    listener.getLogger()::println));
        } catch (ProxmoxException e) {
            Optional<String> later = isRefusal(e) ? Optional.empty() : later();
            if (later.isEmpty()) {
                throw new AbortException(e.getMessage());
            }
            warn(later.get() + " could not be destroyed: " + e.getMessage());
        } catch (InterruptedException e) {
            later().ifPresent(later -> warn(later + " may not be destroyed yet"));
            throw e;
        }
    }

    /** Of no use to try again. */
    private static boolean isRefusal(ProxmoxException failure) {
        return failure.is(Problem.Parameter.class) || failure.is(Problem.Denied.class);
    }

    private Optional<String> later() {
        return MadeGuests.dispose(build, guest, connection);
    }

    private void warn(String what) {
        listener.getLogger().println("[proxmox] WARNING: " + what);
        listener.getLogger()
                .println(
                        "[proxmox] WARNING: Jenkins goes on trying; an administrator can see how far that is on the page"
                                + " of the asynchronous resource disposer");
    }
}

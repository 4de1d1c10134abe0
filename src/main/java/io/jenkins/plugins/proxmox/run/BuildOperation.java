package io.jenkins.plugins.proxmox.run;

import hudson.model.Run;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationConsole;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.operation.Requester;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import java.io.IOException;
import java.util.Optional;

/**
 * An operation on behalf of a build, whichever kind of step asks for it.
 *
 * @param build on whose behalf
 * @param id names the operation; no other ever has the same
 * @param connection may be null or blank if there is exactly one connection
 */
public record BuildOperation(Run<?, ?> build, String id, String connection) {
    /**
     * Begins the operation, or takes it up again if it has begun in an earlier life of this controller. Blocks while
     * credentials are looked up.
     *
     * @throws ProxmoxException if there is no such connection, or its configuration can't be right
     */
    public <R> OperationRun<R> begin(Operation<R> operation, OperationOptions options, OperationConsole console)
            throws IOException {
        OpenConnection open = ConnectionRegistry.get().open(connection, build.getParent());
        OperationFile file = new OperationFile(build, id);
        OperationOptions ours = options.by(requester(open));
        Optional<String> checkpoint = file.read();
        return checkpoint.isPresent()
                ? open.runner().resume(operation, checkpoint.get(), ours, console, file)
                : open.runner().start(id, operation, ours, console, file);
    }

    /** Whether it has begun, in this or an earlier life of this controller. */
    public boolean hasBegun() throws IOException {
        return new OperationFile(build, id).read().isPresent();
    }

    private Requester requester(OpenConnection open) {
        String job = build.getParent().getFullName();
        return new Requester(ControllerIdentity.id(), BuildUrl.of(build), new Guard(open.policy(), open.name(), job));
    }
}

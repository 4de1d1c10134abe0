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
        return begin(operation, options, console, Optional.empty());
    }

    /**
     * The same for an operation that may make what must not outlive the build. From now on it does not, whatever happens;
     * {@link Hold} ends it earlier.
     *
     * @throws ProxmoxException if there is no such connection, or its configuration can't be right
     */
    public <R> OperationRun<R> begin(
            Operation<R> operation, OperationOptions options, OperationConsole console, Optional<Held> held)
            throws IOException {
        OperationRegister register = OperationRegister.get();
        Optional<String> checkpoint = register.checkpoint(id);
        // What has begun goes on where it began, whatever a folder has chosen since.
        String name = checkpoint
                .flatMap(begun -> register.find(id))
                .map(OperationEntry::connection)
                .orElse(connection);
        OpenConnection open = ConnectionRegistry.get().open(name, build.getParent());
        BuildRecord record = OperationsAction.of(build).record();
        record.begin(OperationRecord.begin(id, operation.kind(), open.name(), open.url(), System.currentTimeMillis()));
        OperationConsole recording = new RecordingConsole(console, record, id, open.url());
        if (checkpoint.isEmpty()) {
            register.put(
                    OperationEntry.of(id, build.getExternalizableId(), BuildUrl.of(build), open.name(), options, held));
        }
        OperationOptions ours = options.by(requester(open));
        return register.begin(id, () -> begin(operation, ours, recording, open, checkpoint));
    }

    private <R> OperationRun<R> begin(
            Operation<R> operation,
            OperationOptions options,
            OperationConsole recording,
            OpenConnection open,
            Optional<String> checkpoint) {
        OperationFile file = new OperationFile(id);
        try {
            return checkpoint.isPresent()
                    ? open.runner().resume(operation, checkpoint.get(), options, recording, file)
                    : open.runner().start(id, operation, options, recording, file);
        } catch (ProxmoxException e) {
            recording.ends(Optional.of(e));
            throw e;
        }
    }

    /** Whether it has begun, in this or an earlier life of this controller. */
    public boolean hasBegun() throws IOException {
        return OperationRegister.get().checkpoint(id).isPresent();
    }

    private Requester requester(OpenConnection open) {
        String job = build.getParent().getFullName();
        return new Requester(ControllerIdentity.id(), BuildUrl.of(build), new Guard(open.policy(), open.name(), job));
    }
}

package io.jenkins.plugins.proxmox.run;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.operation.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.resourcedisposer.Disposable;

/**
 * An operation that was under way when its build died, or that could not take back what it had made. It is taken up again
 * only to be aborted: its task is stopped and what it has made is removed, as if somebody had aborted the build.
 */
final class OperationDisposal implements Disposable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(OperationDisposal.class.getName());

    private final String id;
    private final String description;

    OperationDisposal(OperationEntry entry) {
        id = entry.id();
        description = "Operation of " + entry.build() + " on the connection '" + entry.connection() + "'";
    }

    boolean isOf(String connection) {
        return OperationRegister.get()
                .find(id)
                .filter(entry -> entry.connection().equals(connection))
                .isPresent();
    }

    @NonNull
    @Override
    public State dispose() throws InterruptedException {
        try {
            return Attempts.get().state(this, this::begin, this::ended);
        } catch (ProxmoxException e) {
            return new State.Failed(e.getMessage());
        }
    }

    private Optional<OperationRun<?>> begin() {
        Optional<OperationRun<?>> run = goingOn().flatMap(OperationDisposal::run);
        run.ifPresent(OperationRun::abort);
        return run;
    }

    private State ended(Optional<Throwable> failure) {
        failure.ifPresent(it -> LOGGER.log(Level.FINE, it, () -> description + " has ended"));
        if (failure.isPresent() && goingOn().isPresent()) {
            return new State.Failed(failure.get().getMessage());
        }
        // What it was for never began.
        BuildEnd.settle(id, Outcome.UNUSED);
        return State.PURGED;
    }

    private Optional<OperationEntry> goingOn() {
        OperationRegister register = OperationRegister.get();
        return register.find(id).filter(entry -> !register.hasEnded(id));
    }

    /** The build may be dead, and its operation alive; or the latter may never have come to change anything. */
    private static Optional<OperationRun<?>> run(OperationEntry entry) {
        OperationRegister register = OperationRegister.get();
        synchronized (register) {
            Optional<OperationRun<?>> underWay = register.underWay(entry.id());
            if (underWay.isPresent()) {
                return underWay;
            }
            try {
                return register.checkpoint(entry.id())
                        .map(checkpoint -> takeUp(entry, checkpoint, Operations.of(checkpoint)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static <R> OperationRun<R> takeUp(OperationEntry entry, String checkpoint, Operation<R> operation) {
        OperationRunner runner =
                ConnectionRegistry.get().open(entry.connection(), null).runner();
        OperationFile file = new OperationFile(entry.id());
        return OperationRegister.get()
                .begin(
                        entry.id(),
                        () -> runner.resume(
                                operation, checkpoint, entry.options(), line -> LOGGER.log(Level.FINE, line), file));
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return description;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof OperationDisposal other && id.equals(other.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return description;
    }
}

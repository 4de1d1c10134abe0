package io.jenkins.plugins.proxmox.run;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.operation.OperationRunner;
import io.jenkins.plugins.proxmox.core.operation.Operations;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** Cleaning up takes five minutes at most, see the engine. */
    private static final long LIMIT_MINUTES = 7;

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
    public State dispose() throws InterruptedException, IOException {
        OperationRegister register = OperationRegister.get();
        Optional<OperationEntry> entry = register.find(id);
        if (entry.isEmpty()) {
            return State.PURGED;
        }
        if (!register.hasEnded(id)) {
            try {
                Optional<OperationRun<?>> run = run(entry.get());
                if (run.isPresent()) {
                    run.get().abort();
                    run.get().result().get(LIMIT_MINUTES, TimeUnit.MINUTES);
                }
            } catch (ExecutionException e) {
                LOGGER.log(Level.FINE, e, () -> description + " has ended");
                if (!register.hasEnded(id)) {
                    return new State.Failed(e.getCause().getMessage());
                }
            } catch (ProxmoxException e) {
                return new State.Failed(e.getMessage());
            } catch (TimeoutException e) {
                return new State.Failed("It takes longer than " + LIMIT_MINUTES + " minutes");
            }
        }
        // What it was for never began.
        BuildEnd.settle(id, Outcome.UNUSED);
        return State.PURGED;
    }

    /** The build may be dead, and its operation alive; or the latter may never have come to change anything. */
    private static Optional<OperationRun<?>> run(OperationEntry entry) throws IOException {
        OperationRegister register = OperationRegister.get();
        synchronized (register) {
            Optional<OperationRun<?>> underWay = register.underWay(entry.id());
            Optional<String> checkpoint = register.checkpoint(entry.id());
            if (underWay.isPresent() || checkpoint.isEmpty()) {
                return underWay;
            }
            return Optional.of(takeUp(entry, checkpoint.get(), Operations.of(checkpoint.get())));
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

package io.jenkins.plugins.proxmox.run;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.resourcedisposer.Disposable;

/**
 * Something that this controller has left in a cluster and goes on trying to remove, across restarts. Each attempt looks
 * anew whether it is still what was meant. Written to disk, so all fields are plain.
 */
abstract class ClusterDisposal implements Disposable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(ClusterDisposal.class.getName());

    /** So long an attempt takes at most; the next one comes a minute later. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final String connection;
    private final String controller;
    private final int vmid;
    private final String operation;
    private final String owner;
    private final String guest;

    /**
     * @param mark what it bears
     * @param guest as people know it
     */
    ClusterDisposal(String connection, Mark mark, String guest) {
        this.connection = connection;
        controller = mark.controller();
        vmid = mark.vmid().number();
        operation = mark.operation();
        owner = mark.owner();
        this.guest = guest;
    }

    /** What removes it. Idempotent, and touches nothing that does not bear the mark. */
    abstract Operation<?> operation();

    /** Whether it is no use to try again. */
    boolean isFinal(ProxmoxException failure) {
        return false;
    }

    /** What it is, as in {@code VM ci-1 (105)}. */
    String subject() {
        return guest;
    }

    final String connection() {
        return connection;
    }

    final Mark mark() {
        return new Mark(controller, new VmId(vmid), operation, owner, Optional.empty());
    }

    @NonNull
    @Override
    public final State dispose() throws InterruptedException {
        try {
            return Attempts.get().state(this, () -> Optional.of(begin()), this::ended);
        } catch (ProxmoxException e) {
            return failed(e);
        }
    }

    /** How much longer than others it may take, during which nothing is to be done but wait. */
    Duration patience() {
        return Duration.ZERO;
    }

    private OperationRun<?> begin() {
        OpenConnection open = ConnectionRegistry.get().open(connection, null);
        OperationOptions options = new OperationOptions(TIMEOUT.plus(patience()), true, false, false);
        return open.runner()
                .start(
                        operation(),
                        options.by(OperationEntry.requester(owner)),
                        line -> LOGGER.log(Level.FINE, "{0}: {1}", new Object[] {this, line}));
    }

    private State ended(Optional<Throwable> failure) {
        if (failure.isPresent()) {
            return failure.get() instanceof ProxmoxException e ? failed(e) : new State.Thrown(failure.get());
        }
        RemovalListener.removed(operation);
        return State.PURGED;
    }

    private State failed(ProxmoxException failure) {
        if (isFinal(failure)) {
            LOGGER.log(Level.WARNING, "{0} stays: {1}", new Object[] {this, failure.getMessage()});
            RemovalListener.removed(operation);
            return State.PURGED;
        }
        LOGGER.log(Level.FINE, failure, () -> this + " is not gone yet");
        return new State.Failed(failure.getMessage());
    }

    @NonNull
    @Override
    public final String getDisplayName() {
        return subject() + " of the connection '" + connection + "'" + (owner.isEmpty() ? "" : ", made for " + owner);
    }

    /** Nothing is removed twice, however many want it. */
    @Override
    public final boolean equals(Object object) {
        return object instanceof ClusterDisposal other
                && getClass() == other.getClass()
                && connection.equals(other.connection)
                && mark().isSameAs(other.mark());
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getClass().getName(), connection, controller, vmid, operation);
    }

    @Override
    public final String toString() {
        return getDisplayName();
    }
}

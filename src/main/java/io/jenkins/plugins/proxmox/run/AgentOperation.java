package io.jenkins.plugins.proxmox.run;

import hudson.model.Node;
import io.jenkins.plugins.proxmox.connection.OpenConnection;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationConsole;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import io.jenkins.plugins.proxmox.core.operation.Operations;
import io.jenkins.plugins.proxmox.core.operation.Remains;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;

/**
 * An operation on behalf of an agent, which must outlive neither the agent nor what it made for it: as soon as the agent is
 * removed from Jenkins, by whom and however it may be, what is under way is aborted and the guest is handed to the queue that goes
 * on trying to destroy it.
 *
 * @param agent the agent's name
 * @param id names the operation; no other ever has the same
 * @param owner as the guest's mark tells it
 */
public record AgentOperation(String agent, String id, String owner) {
    private static final String PREFIX = "agent/";

    /**
     * An operation that an agent, there or not, has begun in this or an earlier life of this controller.
     *
     * @param guest what it has made or is about to make, as far as that is decided
     */
    public record Begun(String id, String owner, String connection, Optional<Memo.Subject> guest) {}

    /**
     * Begins the operation, or takes it up again if it has begun in an earlier life of this controller. From now on its guest
     * does not outlive the agent.
     *
     * @param shutdown how long the guest may take to shut down in the end before it is switched off
     * @throws ProxmoxException if the agent has been removed meanwhile
     */
    public <R> OperationRun<R> begin(
            OpenConnection open,
            Operation<R> operation,
            OperationOptions options,
            OperationConsole console,
            Duration shutdown)
            throws IOException {
        return begin(open, operation, options, console, Optional.of(Held.guest(Optional.empty(), shutdown)));
    }

    /**
     * Begins something that has to be done with the agent's guest, or takes it up again; it makes nothing that would have to
     * be removed, and ends with the agent.
     *
     * @throws ProxmoxException if the agent has been removed meanwhile
     */
    public <R> OperationRun<R> work(
            OpenConnection open, Operation<R> operation, OperationOptions options, OperationConsole console)
            throws IOException {
        return begin(open, operation, options, console, Optional.empty());
    }

    private <R> OperationRun<R> begin(
            OpenConnection open,
            Operation<R> operation,
            OperationOptions options,
            OperationConsole console,
            Optional<Held> held)
            throws IOException {
        OperationRegister register = OperationRegister.get();
        Optional<String> checkpoint = register.checkpoint(id);
        if (checkpoint.isEmpty()) {
            register.put(OperationEntry.of(id, keeper(agent), owner, open.name(), options, held));
        }
        // Whoever removes the agent from now on sees the entry; who has done it before, did not.
        if (!isAlive(keeper(agent))) {
            BuildEnd.settle(id, Outcome.UNUSED);
            throw new ProxmoxException(new Problem.Cancelled(), "The agent " + agent + " was removed");
        }
        OperationOptions ours = options.by(OperationEntry.requester(owner));
        OperationFile file = new OperationFile(id);
        return register.begin(
                id,
                () -> checkpoint.isPresent()
                        ? open.runner().resume(operation, checkpoint.get(), ours, console, file)
                        : open.runner().start(id, operation, ours, console, file));
    }

    /** Takes up again what has begun in an earlier life of this controller, as it was asked for then. */
    public OperationRun<?> resume(OpenConnection open, OperationOptions options, OperationConsole console)
            throws IOException {
        String checkpoint = OperationRegister.get()
                .checkpoint(id)
                .orElseThrow(() -> new IOException("Operation " + id + " has not begun"));
        return begin(open, Operations.of(checkpoint), options, console, Optional.<Held>empty());
    }

    /** The same for an owner of which more is known by now. */
    public AgentOperation of(String known) {
        return new AgentOperation(agent, id, known);
    }

    /** Whether it has begun, in this or an earlier life of this controller. */
    public boolean hasBegun() throws IOException {
        return OperationRegister.get().checkpoint(id).isPresent();
    }

    /** Whether it has made a guest for certain, which is there unless it was taken back. */
    public boolean hasMade() throws IOException {
        return OperationRegister.get().checkpoint(id).filter(Remains::hasMade).isPresent();
    }

    /** What its guest was cloned from, as far as it is known. */
    public Optional<VmId> source() throws IOException {
        return OperationRegister.get().checkpoint(id).flatMap(Remains::source).map(Memo.Subject::vmid);
    }

    /** Hands over what a failed operation has left, if it has, and forgets it. */
    public void settle() {
        BuildEnd.settle(id, Outcome.UNUSED);
    }

    /** What it has made, as far as it is known; only its mark tells whether it is there. */
    public static Optional<Begun> find(String id) {
        return OperationRegister.get().find(id).map(AgentOperation::begun);
    }

    /** All operations that make guests of agents of which something may be left, even if the agent is no more. */
    public static List<Begun> all() {
        return OperationRegister.get().all().stream()
                .filter(entry -> isAgent(entry.build()) && entry.held().isPresent())
                .map(AgentOperation::begun)
                .toList();
    }

    /** The marks of all guests that wait to be destroyed, whoever made them. */
    public static List<Mark> waitingToBeDestroyed() {
        return disposals().map(GuestDisposal::mark).toList();
    }

    /** The same of one connection. */
    public static List<Mark> waitingToBeDestroyed(String connection) {
        return disposals()
                .filter(disposal -> disposal.connection().equals(connection))
                .map(GuestDisposal::mark)
                .toList();
    }

    private static Stream<GuestDisposal> disposals() {
        return AsyncResourceDisposer.get().getBacklog().stream()
                .map(item -> item.getDisposable())
                .filter(GuestDisposal.class::isInstance)
                .map(GuestDisposal.class::cast);
    }

    /** Hands a guest that nobody needs to the queue that goes on trying to destroy it, as long as it bears the mark. */
    public static void dispose(String connection, Mark mark, String guest) {
        BuildEnd.dispose(new GuestDisposal(connection, mark, guest, Duration.ZERO));
    }

    private static Begun begun(OperationEntry entry) {
        return new Begun(entry.id(), entry.owner(), entry.connection(), guest(entry.id()));
    }

    private static Optional<Memo.Subject> guest(String id) {
        try {
            return OperationRegister.get().checkpoint(id).flatMap(Remains::guest);
        } catch (IOException | ProxmoxException e) {
            return Optional.empty();
        }
    }

    static String keeper(String agent) {
        return PREFIX + agent;
    }

    /** Builds have a number, which no name of an agent can look like. */
    static boolean isAgent(String keeper) {
        return keeper.startsWith(PREFIX) && keeper.indexOf('#') < 0;
    }

    static boolean isAlive(String keeper) {
        Node node = Jenkins.get().getNode(keeper.substring(PREFIX.length()));
        return node != null;
    }
}

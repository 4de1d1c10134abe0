package io.jenkins.plugins.proxmox.run;

import hudson.console.ModelHyperlinkNote;
import hudson.model.Run;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.OperationConsole;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends what a {@link BuildOperation} with a {@link Held} has begun: the guest is destroyed, or the snapshot deleted. What can't be
 * done in time is handed to the queue that goes on trying, and the console says so.
 */
public final class Hold {
    private static final Logger LOGGER = Logger.getLogger(Hold.class.getName());

    /** A build is not kept waiting for longer. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Run<?, ?> build;
    private final String id;
    private volatile OperationRun<?> run;
    private volatile boolean aborted;

    /**
     * @param id that of the {@link BuildOperation} that began it
     */
    public Hold(Run<?, ?> build, String id) {
        this.build = build;
        this.id = id;
    }

    /**
     * Ends it, or goes on with that after a restart. Blocks while credentials are looked up.
     *
     * @param outcome of what it was made for
     * @param quiet whether the tasks' own logs are left out
     * @return done when nothing more has to be waited for; never fails
     */
    public CompletableFuture<Void> end(Outcome outcome, boolean quiet, OperationConsole console) {
        OperationRegister register = OperationRegister.get();
        Optional<OperationEntry> entry =
                register.find(id).filter(it -> it.keptUntil().isEmpty());
        Optional<ClusterDisposal> rest = entry.flatMap(it -> rest(it, outcome));
        if (rest.isEmpty()) {
            register.change(id, OperationEntry::released);
            return CompletableFuture.completedFuture(null);
        }
        Optional<Duration> stay = entry.get().held().orElseThrow().stay(outcome);
        if (stay.isPresent()) {
            KeptGuests.keep(build, entry.get(), rest.get(), stay.get(), console);
            return CompletableFuture.completedFuture(null);
        }
        try {
            return begin(rest.get(), quiet, console).handle((result, failure) -> {
                settle(rest.get(), Optional.ofNullable(failure), console);
                return null;
            });
        } catch (IOException | RuntimeException e) {
            settle(rest.get(), Optional.of(e), console);
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletableFuture<?> begin(ClusterDisposal rest, boolean quiet, OperationConsole console)
            throws IOException {
        Operation<?> operation = rest.operation();
        OperationOptions options = new OperationOptions(LIMIT, quiet, false, false);
        OperationRun<?> begun =
                new BuildOperation(build, id + "-end", rest.connection()).begin(operation, options, console);
        run = begun;
        if (aborted) {
            begun.abort();
        }
        return begun.result();
    }

    /** Lets nobody wait any longer: the queue does the rest. */
    public void abort() {
        aborted = true;
        OperationRun<?> current = run;
        if (current != null) {
            current.abort();
        }
    }

    private void settle(ClusterDisposal rest, Optional<Throwable> failure, OperationConsole console) {
        failure.ifPresent(thrown -> {
            Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
            if (cause instanceof ProxmoxException reason && rest.isFinal(reason)) {
                console.println("[proxmox] WARNING: " + reason.getMessage());
            } else {
                BuildEnd.dispose(rest);
                console.println("[proxmox] WARNING: " + rest.subject() + " could not be removed"
                        + (isAbort(cause) ? " yet" : ": " + cause.getMessage()));
                console.println("[proxmox] WARNING: Jenkins goes on trying; an administrator can see how far that is: "
                        + link());
            }
        });
        OperationRegister.get().change(id, OperationEntry::released);
    }

    private static boolean isAbort(Throwable cause) {
        return cause instanceof ProxmoxException reason && reason.is(Problem.Cancelled.class);
    }

    private static String link() {
        String path = "/"
                + org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer.get()
                        .getUrl();
        return ModelHyperlinkNote.encodeTo(path + "/", "asynchronous resource disposer");
    }

    private static Optional<ClusterDisposal> rest(OperationEntry entry, Outcome outcome) {
        try {
            return OperationRegister.get()
                    .checkpoint(entry.id())
                    .flatMap(json -> entry.held().flatMap(held -> held.disposal(entry, json, outcome)));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "What operation " + entry.id() + " has made may be left in Proxmox VE");
            return Optional.empty();
        }
    }

    /** Keeps what shall stay after a failure of its build; whether it does. */
    static boolean keepIfWanted(String id) {
        OperationRegister register = OperationRegister.get();
        Optional<OperationEntry> entry = register.find(id);
        Optional<Duration> stay = entry.flatMap(OperationEntry::held).flatMap(held -> held.stay(Outcome.FAILURE));
        if (stay.isEmpty() || entry.get().keptUntil().isPresent() || !register.hasEnded(id)) {
            return false;
        }
        return rest(entry.get(), Outcome.FAILURE)
                .map(rest -> KeptGuests.keep(entry.get(), rest, stay.get()))
                .orElse(false);
    }
}

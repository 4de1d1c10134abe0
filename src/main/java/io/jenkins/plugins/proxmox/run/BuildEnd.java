package io.jenkins.plugins.proxmox.run;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.jenkinsci.plugins.resourcedisposer.Disposable;

/** What is left of builds that have ended, in whatever way, is handed to those who remove it. */
final class BuildEnd {
    private static final Logger LOGGER = Logger.getLogger(BuildEnd.class.getName());

    private BuildEnd() {}

    /** Nobody looks after an operation any more. */
    static void settle(String id) {
        settle(id, Outcome.FAILURE);
    }

    /**
     * The same where more is known.
     *
     * @param outcome of what the operation was for
     */
    static void settle(String id, Outcome outcome) {
        OperationRegister register = OperationRegister.get();
        Optional<OperationEntry> entry = register.find(id);
        if (entry.isEmpty() || entry.get().keptUntil().isPresent()) {
            return;
        }
        try {
            Optional<String> checkpoint = register.checkpoint(id);
            if (checkpoint.isPresent() && !register.hasEnded(id)) {
                dispose(new OperationDisposal(entry.get()));
                return;
            }
            checkpoint.flatMap(json -> disposal(entry.get(), json, outcome)).ifPresent(BuildEnd::dispose);
            register.remove(id);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "What operation " + id + " has made may be left in Proxmox VE");
        }
    }

    static Optional<ClusterDisposal> disposal(OperationEntry entry, String checkpoint, Outcome outcome) {
        return entry.held().flatMap(held -> held.disposal(entry, checkpoint, outcome));
    }

    /** When this returns, it is on disk. */
    static void dispose(Disposable disposable) {
        LOGGER.log(Level.FINE, "{0} is to be removed", disposable);
        AsyncResourceDisposer.get().dispose(disposable);
    }

    private static void ended(Run<?, ?> build) {
        String id = build.getExternalizableId();
        OperationRegister.get().all().stream()
                .filter(entry -> entry.build().equals(id))
                .forEach(entry -> settleDead(entry.id()));
    }

    /** The build of an operation has ended without success, for all that is known; a kept guest stays. */
    private static void settleDead(String id) {
        if (!Hold.keepIfWanted(id)) {
            settle(id);
        }
    }

    /** Whether a build goes on, or will as soon as it has been loaded. */
    private static boolean isAlive(String build) {
        // Whoever loads the jobs may not see all of them.
        ACLContext system = ACL.as2(ACL.SYSTEM2);
        try {
            Run<?, ?> run = Run.fromExternalizableId(build);
            return run != null && run.isInProgress();
        } catch (IllegalArgumentException e) {
            return false;
        } finally {
            system.close();
        }
    }

    /** Builds that end while the controller is up. */
    @Extension
    public static final class Builds extends RunListener<Run<?, ?>> {
        @Override
        public void onCompleted(Run<?, ?> build, TaskListener listener) {
            ended(build);
        }

        @Override
        public void onDeleted(Run<?, ?> build) {
            ended(build);
        }
    }

    /** Builds that have ended with the controller, and those that are called differently from now on. */
    @Extension
    public static final class Items extends ItemListener {
        @Override
        public void onLoaded() {
            OperationRegister.get().all().stream()
                    .filter(entry -> !isAlive(entry.build()))
                    .forEach(entry -> settleDead(entry.id()));
        }

        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            OperationRegister register = OperationRegister.get();
            String before = oldFullName + "#";
            register.all().stream()
                    .filter(entry -> entry.build().startsWith(before))
                    .forEach(entry -> register.change(
                            entry.id(),
                            it -> it.ofBuild(newFullName + "#" + it.build().substring(before.length()))));
        }
    }
}

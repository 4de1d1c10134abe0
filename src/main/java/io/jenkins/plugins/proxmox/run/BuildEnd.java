package io.jenkins.plugins.proxmox.run;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.NodeListener;
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
        // Nobody else begins it, or settles it, meanwhile.
        synchronized (register) {
            Optional<OperationEntry> entry = register.find(id);
            if (entry.isEmpty() || entry.get().keptUntil().isPresent()) {
                return;
            }
            try {
                if (isUnderWay(register, id)) {
                    dispose(new OperationDisposal(entry.get()));
                    return;
                }
                Optional<ClusterDisposal> disposal =
                        register.checkpoint(id).flatMap(json -> disposal(entry.get(), json, outcome));
                disposal.ifPresent(BuildEnd::dispose);
                register.remove(id);
                if (disposal.isPresent()) {
                    return;
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "What operation " + id + " has made may be left in Proxmox VE");
                return;
            }
        }
        RemovalListener.removed(id);
    }

    /** Before its first checkpoint it has changed nothing, but may be about to. */
    private static boolean isUnderWay(OperationRegister register, String id) throws IOException {
        boolean begun =
                register.checkpoint(id).isPresent() || register.underWay(id).isPresent();
        return begun && !register.hasEnded(id);
    }

    static Optional<ClusterDisposal> disposal(OperationEntry entry, String checkpoint, Outcome outcome) {
        return entry.held().flatMap(held -> held.disposal(entry, checkpoint, outcome));
    }

    /** When this returns, it is on disk. */
    static void dispose(Disposable disposable) {
        LOGGER.log(Level.FINE, "{0} is to be removed", disposable);
        AsyncResourceDisposer.get().dispose(disposable);
    }

    private static void ended(String build) {
        OperationRegister.get().all().stream()
                .filter(entry -> entry.build().equals(build))
                .forEach(entry -> settleDead(entry.id()));
    }

    /** The build of an operation has ended without success, for all that is known; a kept guest stays. */
    private static void settleDead(String id) {
        if (!Hold.keepIfWanted(id)) {
            settle(id);
        }
    }

    /** Whether a build goes on, or will as soon as it has been loaded, or an agent is there. */
    private static boolean isAlive(String build) {
        if (AgentOperation.isAgent(build)) {
            return AgentOperation.isAlive(build);
        }
        return BuildState.goesOn(build);
    }

    /** Builds that end while the controller is up. */
    @Extension
    public static final class Builds extends RunListener<Run<?, ?>> {
        @Override
        public void onCompleted(Run<?, ?> build, TaskListener listener) {
            ended(build.getExternalizableId());
        }

        @Override
        public void onDeleted(Run<?, ?> build) {
            ended(build.getExternalizableId());
        }
    }

    /** Agents that are no more, whoever has removed them. */
    @Extension
    public static final class Agents extends NodeListener {
        @Override
        protected void onDeleted(Node node) {
            ended(AgentOperation.keeper(node.getNodeName()));
        }

        @Override
        protected void onUpdated(Node before, Node after) {
            String name = AgentOperation.keeper(before.getNodeName());
            if (!before.getNodeName().equals(after.getNodeName())) {
                OperationRegister register = OperationRegister.get();
                register.all().stream()
                        .filter(entry -> entry.build().equals(name))
                        .forEach(entry -> register.change(
                                entry.id(), it -> it.ofBuild(AgentOperation.keeper(after.getNodeName()))));
            }
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
            UnaryOperator<String> build = before -> BuildState.moved(before, oldFullName, newFullName);
            register.all().stream()
                    .filter(entry -> !build.apply(entry.build()).equals(entry.build()))
                    .forEach(entry -> register.change(entry.id(), it -> it.ofBuild(build.apply(it.build()))));
        }
    }
}

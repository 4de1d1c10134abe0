package io.jenkins.plugins.proxmox.run;

import hudson.Extension;
import io.jenkins.plugins.proxmox.connection.ConnectionUse;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;

/** What builds have under way or keep, and what is still to be removed. */
@Extension
public final class OperationsOfConnection implements ConnectionUse {
    @Override
    public List<String> of(String connection) {
        Stream<String> operations = OperationRegister.get().all().stream()
                .filter(entry -> entry.connection().equals(connection) && isWanted(entry))
                .map(entry -> "an operation of " + entry.build());
        Stream<String> removals = AsyncResourceDisposer.get().getBacklog().stream()
                .map(AsyncResourceDisposer.WorkItem::getDisposable)
                .filter(disposable -> disposable instanceof ClusterDisposal cluster
                                && cluster.connection().equals(connection)
                        || disposable instanceof OperationDisposal operation && operation.isOf(connection))
                .map(disposable -> disposable instanceof ClusterDisposal cluster
                        ? "the removal of " + cluster.subject()
                        : "the removal of what an operation has made");
        return Stream.concat(operations, removals).distinct().toList();
    }

    /** Those of agents are theirs to tell; of others that are dead there is a removal, or soon will be. */
    private static boolean isWanted(OperationEntry entry) {
        return entry.keptUntil().isPresent()
                || !AgentOperation.isAgent(entry.build()) && BuildState.goesOn(entry.build());
    }
}

package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.connection.FormFields;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the descriptors of all steps have in common. */
abstract class ProxmoxStepDescriptor extends ClusterFields implements CustomDescribableModel {
    /** What a guest map has, and the parameters of no step. */
    private static final List<String> GUEST_MAP = List.of("vmid", "name", "node", "status", "address");

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class);
    }

    /** A guest map as the only argument, as in {@code proxmoxGuest vm}, comes as if it were the step's parameters. */
    @NonNull
    @Override
    public final Map<String, Object> customInstantiate(@NonNull Map<String, Object> arguments) {
        return arguments.keySet().containsAll(GUEST_MAP)
                ? new HashMap<>(Map.of("guest", new HashMap<>(arguments)))
                : arguments;
    }

    /** The names of the connections tell something of the infrastructure, so only who may configure sees them. */
    @POST
    public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
        return connections(item, connection);
    }

    static ListBoxModel connections(Item item, String connection) {
        ListBoxModel choices = new ListBoxModel();
        choices.add("(the one of the folder, or the only one there is)", "");
        if (FormFields.mayConfigure(item)) {
            ProxmoxGuestsConfiguration.get().names().forEach(choices::add);
        } else if (connection != null && !connection.isBlank()) {
            choices.add(connection);
        }
        return choices;
    }

    @POST
    public ListBoxModel doFillAbortItems() {
        return new ListBoxModel(
                new ListBoxModel.Option("Stop the task in Proxmox VE", ProxmoxStep.STOP),
                new ListBoxModel.Option("Leave the task alone", ProxmoxStep.LEAVE));
    }
}

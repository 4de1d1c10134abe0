package io.jenkins.plugins.proxmox.step;

import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Set;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the descriptors of all steps have in common; nothing here asks Proxmox. */
abstract class ProxmoxStepDescriptor extends StepDescriptor {
    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class);
    }

    /** The names of the connections tell something of the infrastructure, so only who may configure sees them. */
    @POST
    public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
        ListBoxModel choices = new ListBoxModel();
        choices.add("(the only one there is)", "");
        if (mayConfigure(item)) {
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

    /** Checks a value as the operation would; for somebody who may configure nothing is worth telling. */
    static FormValidation check(Item item, String value, Consumer<String> validation) {
        if (!mayConfigure(item) || value == null || value.isBlank() || value.contains("$")) {
            return FormValidation.ok();
        }
        try {
            validation.accept(value.trim());
            return FormValidation.ok();
        } catch (ProxmoxException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static boolean mayConfigure(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(Item.CONFIGURE);
    }
}

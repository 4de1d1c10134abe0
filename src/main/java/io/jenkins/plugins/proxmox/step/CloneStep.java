package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.operation.Readiness;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxClone}: clones a guest and gives the guest map of the clone. */
public final class CloneStep extends CloneParameters {
    private static final long serialVersionUID = 1L;

    private boolean keepOnFailure;

    @DataBoundConstructor
    public CloneStep(Object template) {
        super(template);
    }

    public boolean isKeepOnFailure() {
        return keepOnFailure;
    }

    @DataBoundSetter
    public void setKeepOnFailure(boolean keepOnFailure) {
        this.keepOnFailure = keepOnFailure;
    }

    @Override
    boolean keepsOnFailure() {
        return keepOnFailure;
    }

    @Extension
    @Symbol("proxmoxClone")
    public static class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxClone";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: clone a guest";
        }

        /** The choice that says nothing would arrive as false, which says a lot. */
        @Override
        public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            if (form.optString("full").isEmpty()) {
                form.remove("full");
            }
            return super.newInstance(request, form);
        }

        @Override
        Set<String> storageContent() {
            return Set.of("images", "rootdir");
        }

        @POST
        public ListBoxModel doFillFullItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("(templates linked, other guests in full)", ""),
                    new ListBoxModel.Option("Full clone", "true"),
                    new ListBoxModel.Option("Linked clone", "false"));
        }

        @POST
        public ListBoxModel doFillWaitForItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("nothing", Readiness.NONE.label()),
                    new ListBoxModel.Option("the guest running", Readiness.RUNNING.label()),
                    new ListBoxModel.Option("the guest agent", Readiness.AGENT.label()),
                    new ListBoxModel.Option("an address", Readiness.ADDRESS.label()),
                    new ListBoxModel.Option("an SSH server", Readiness.SSH.label()));
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, GuestName::new);
        }

        @POST
        public FormValidation doCheckVmid(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, VmId::parse);
        }
    }
}

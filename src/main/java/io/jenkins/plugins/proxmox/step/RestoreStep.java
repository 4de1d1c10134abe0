package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.RestoreGuest;
import io.jenkins.plugins.proxmox.core.operation.RestoreRequest;
import io.jenkins.plugins.proxmox.core.operation.Values;
import java.util.Objects;
import java.util.Set;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxRestore}: makes a guest out of a backup and gives its guest map. */
public final class RestoreStep extends MakingStep {
    private static final long serialVersionUID = 1L;

    private String backup;
    private String guest;
    private boolean asNew;
    private Boolean unique;
    private boolean force;

    @DataBoundConstructor
    public RestoreStep() {
        // Either backup or guest says what to restore, so neither of them is required by itself.
    }

    @Override
    Operation<GuestFacts> operation() {
        return new RestoreGuest(new RestoreRequest(backup, guest)
                .vmid(getVmid())
                .asNew(asNew)
                .node(getNode())
                .storage(getStorage())
                .name(getName())
                .pool(getPool())
                .unique(unique)
                .force(force)
                .start(isStart())
                .waitFor(getWaitFor()));
    }

    public Object getBackup() {
        return backup;
    }

    @DataBoundSetter
    public void setBackup(Object backup) {
        this.backup = Util.fixEmpty(Values.backup(backup));
    }

    public Object getGuest() {
        return guest;
    }

    @DataBoundSetter
    public void setGuest(Object guest) {
        this.guest = Util.fixEmpty(Values.guest(guest));
    }

    public boolean isAsNew() {
        return asNew;
    }

    @DataBoundSetter
    public void setAsNew(boolean asNew) {
        this.asNew = asNew;
    }

    public Boolean getUnique() {
        return unique;
    }

    @DataBoundSetter
    public void setUnique(Boolean unique) {
        this.unique = unique;
    }

    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }

    @Extension
    @Symbol("proxmoxRestore")
    public static final class DescriptorImpl extends MakingStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxRestore";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: restore a backup";
        }

        @Override
        Set<String> storageContent() {
            return Set.of("images", "rootdir");
        }

        /** The choice that says nothing would arrive as false, which says a lot. */
        @Override
        public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            if (form.optString("unique").isEmpty()) {
                form.remove("unique");
            }
            return super.newInstance(request, form);
        }

        @POST
        public ListBoxModel doFillUniqueItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("(new ones if its VMID is a new one)", ""),
                    new ListBoxModel.Option("New MAC addresses", "true"),
                    new ListBoxModel.Option("Those of the backup", "false"));
        }

        @Override
        void checkBackup(String value) {
            Objects.requireNonNull(new RestoreRequest(value, null));
        }
    }
}

package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.KeepTime;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.run.Held;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code withProxmoxGuest}: clones a guest for as long as its body runs, and gives what the body gives. */
public final class WithGuestStep extends CloneParameters implements BlockExecution.Block<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private String keepOnFailure;

    @DataBoundConstructor
    public WithGuestStep(Object template) {
        super(template);
    }

    /** A number or a text. */
    public Object getKeepOnFailure() {
        return keepOnFailure;
    }

    @DataBoundSetter
    public void setKeepOnFailure(Object keepOnFailure) {
        this.keepOnFailure = keepOnFailure == null ? null : Util.fixEmptyAndTrim(keepOnFailure.toString());
    }

    @Override
    public Operation<GuestFacts> operation(String id) {
        return operation();
    }

    @Override
    public Held held() {
        return Held.guest(KeepTime.parse(keepOnFailure));
    }

    @Override
    public Map<String, Object> argument(GuestFacts guest) {
        return guest.toMap();
    }

    @Override
    public Map<String, String> variables(GuestFacts guest) {
        return Map.of(
                "PROXMOX_GUEST_VMID",
                guest.vmid().toString(),
                "PROXMOX_GUEST_NAME",
                guest.name(),
                "PROXMOX_GUEST_NODE",
                guest.node(),
                "PROXMOX_GUEST_ADDRESS",
                guest.addresses().stream().findFirst().orElse(""));
    }

    @Override
    public StepExecution start(StepContext context) {
        return new BlockExecution<>(context, this);
    }

    @Extension
    public static final class DescriptorImpl extends CloneStep.DescriptorImpl {
        @Override
        public String getFunctionName() {
            return "withProxmoxGuest";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: with a guest of its own";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @POST
        public FormValidation doCheckKeepOnFailure(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, KeepTime::parse);
        }
    }
}

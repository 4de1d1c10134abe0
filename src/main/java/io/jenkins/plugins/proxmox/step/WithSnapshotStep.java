package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.TakeSnapshot;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.run.Held;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code withProxmoxSnapshot}: takes a snapshot for as long as its body runs, and gives what the body gives. */
public final class WithSnapshotStep extends ProxmoxStep<Map<String, Object>>
        implements BlockExecution.Block<Map<String, Object>> {
    private static final long serialVersionUID = 1L;
    private static final String ALWAYS = "always";
    private static final String ON_FAILURE = "onFailure";
    private static final String NEVER = "never";

    /** So much of an operation's own name tells it from others. */
    private static final int SHORT = 8;

    private final String guest;
    private String name;
    private boolean ram;
    private String rollBack = ALWAYS;
    private boolean start = true;

    @DataBoundConstructor
    public WithSnapshotStep(Object guest) {
        this.guest = Values.guest(guest);
    }

    public Object getGuest() {
        return guest;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public boolean isRam() {
        return ram;
    }

    @DataBoundSetter
    public void setRam(boolean ram) {
        this.ram = ram;
    }

    public String getRollBack() {
        return rollBack;
    }

    @DataBoundSetter
    public void setRollBack(String rollBack) {
        this.rollBack = Util.fixNull(Util.fixEmptyAndTrim(rollBack), ALWAYS);
    }

    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    @Override
    Operation<Map<String, Object>> operation() {
        return TakeSnapshot.marked(guest, name, null, ram);
    }

    @Override
    public Operation<Map<String, Object>> operation(String id) {
        return TakeSnapshot.marked(guest, name == null ? "jenkins-" + id.substring(0, SHORT) : name, null, ram);
    }

    @Override
    Object toValue(Map<String, Object> result) {
        return result;
    }

    @Override
    public Held held() {
        if (!List.of(ALWAYS, ON_FAILURE, NEVER).contains(rollBack)) {
            throw ProxmoxException.invalid(
                    "rollBack",
                    "rollBack: '" + rollBack + "' is not known; expected is one of " + ALWAYS + ", " + ON_FAILURE + ", "
                            + NEVER);
        }
        return Held.snapshot(rollBack.equals(ALWAYS), !rollBack.equals(NEVER), start);
    }

    @Override
    public Map<String, Object> argument(Map<String, Object> snapshot) {
        return snapshot;
    }

    @Override
    public Map<String, String> variables(Map<String, Object> snapshot) {
        return Map.of("PROXMOX_SNAPSHOT_NAME", String.valueOf(snapshot.get("name")));
    }

    @Override
    public StepExecution start(StepContext context) {
        return new BlockExecution<>(context, this);
    }

    @Extension
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "withProxmoxSnapshot";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: with a snapshot to go back to";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @POST
        public ListBoxModel doFillRollBackItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("Always", ALWAYS),
                    new ListBoxModel.Option("If the body fails", ON_FAILURE),
                    new ListBoxModel.Option("Never", NEVER));
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, SnapshotName::new);
        }
    }
}

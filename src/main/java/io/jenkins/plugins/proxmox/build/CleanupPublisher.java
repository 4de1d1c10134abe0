package io.jenkins.plugins.proxmox.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.BuildStepMonitor;
import hudson.tasks.Notifier;
import hudson.tasks.Publisher;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.step.Forms;
import io.jenkins.plugins.proxmox.step.RollbackStep;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What is done with a guest after the build: taken back to a snapshot, or destroyed. */
@SuppressWarnings("unchecked") // as Jenkins has it: getDescriptor()
public final class CleanupPublisher extends Notifier implements SimpleBuildStep {
    static final String ROLL_BACK = "rollback";
    static final String DESTROY = "destroy";
    static final String ALWAYS = "always";
    static final String ON_SUCCESS = "onSuccess";
    static final String ON_FAILURE = "onFailure";

    /** All of the text is a variable that nothing has set. */
    private static final Pattern UNSET = Pattern.compile("\\$(\\w+|\\{[\\w.]+})");

    private final String action;
    private final String guest;
    private String snapshot;
    private boolean start;
    private String when = ALWAYS;
    private String connection;

    @DataBoundConstructor
    public CleanupPublisher(String action, String guest) {
        this.action = Util.fixNull(action).trim();
        this.guest = Util.fixNull(guest).trim();
    }

    public String getAction() {
        return action;
    }

    public String getGuest() {
        return guest;
    }

    public String getSnapshot() {
        return snapshot;
    }

    @DataBoundSetter
    public void setSnapshot(String snapshot) {
        this.snapshot = Util.fixEmptyAndTrim(snapshot);
    }

    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    public String getWhen() {
        return when;
    }

    @DataBoundSetter
    public void setWhen(String when) {
        this.when = Util.fixNull(Util.fixEmptyAndTrim(when), ALWAYS);
    }

    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    @Override
    public BuildStepMonitor getRequiredMonitorService() {
        return BuildStepMonitor.NONE;
    }

    @Override
    public boolean requiresWorkspace() {
        return false;
    }

    @Override
    public void perform(@NonNull Run<?, ?> build, @NonNull EnvVars environment, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        check("action", action, List.of(ROLL_BACK, DESTROY));
        check("when", when, List.of(ALWAYS, ON_SUCCESS, ON_FAILURE));
        EnvVars variables = build instanceof AbstractBuild ? environment : new EnvVars();
        String which = variables.expand(guest);
        Result result = build.getResult();
        boolean failed = result != null && result != Result.SUCCESS;
        if (when.equals(failed ? ON_SUCCESS : ON_FAILURE)) {
            return;
        }
        if (UNSET.matcher(which).matches()) {
            listener.getLogger().println("[proxmox] Nothing to clean up, since " + which + " is not set");
            return;
        }
        String where = Util.fixEmptyAndTrim(variables.expand(connection));
        if (action.equals(DESTROY)) {
            new Destruction(build, which, where, listener).perform();
        } else {
            RollbackStep step = new RollbackStep(which, variables.expand(snapshot));
            step.setStart(start);
            step.setConnection(where);
            step.perform(build, listener);
        }
    }

    private static void check(String parameter, String value, List<String> choices) throws AbortException {
        if (!choices.contains(value)) {
            throw new AbortException(
                    parameter + ": '" + value + "' is not known; expected is one of " + String.join(", ", choices));
        }
    }

    @Extension
    @Symbol("proxmoxCleanup")
    public static final class DescriptorImpl extends BuildStepDescriptor<Publisher> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: roll back or destroy";
        }

        @Override
        @SuppressWarnings("rawtypes") // as Jenkins has it
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @POST
        public ListBoxModel doFillActionItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("Roll back to a snapshot", ROLL_BACK),
                    new ListBoxModel.Option("Destroy", DESTROY));
        }

        @POST
        public ListBoxModel doFillWhenItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("always", ALWAYS),
                    new ListBoxModel.Option("if the build succeeded", ON_SUCCESS),
                    new ListBoxModel.Option("if the build did not succeed", ON_FAILURE));
        }

        @POST
        public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return Forms.connections(item, connection);
        }

        @POST
        public FormValidation doCheckGuest(@AncestorInPath Item item, @QueryParameter String value) {
            return Forms.check(item, value, v -> GuestReference.parse("guest", v));
        }

        @POST
        public FormValidation doCheckSnapshot(@AncestorInPath Item item, @QueryParameter String value) {
            return Forms.check(item, value, SnapshotName::new);
        }
    }
}

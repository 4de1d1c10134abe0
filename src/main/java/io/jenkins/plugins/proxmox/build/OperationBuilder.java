package io.jenkins.plugins.proxmox.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.step.Forms;
import io.jenkins.plugins.proxmox.step.OperationStep;
import java.io.IOException;
import java.util.List;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The build step of jobs that are no pipelines: does what any of the pipeline steps does. */
public final class OperationBuilder extends Builder implements SimpleBuildStep {
    private final OperationStep operation;
    private String variablePrefix = ResultVariables.USUAL_PREFIX;

    @DataBoundConstructor
    public OperationBuilder(OperationStep operation) {
        this.operation = operation;
    }

    public OperationStep getOperation() {
        return operation;
    }

    public String getVariablePrefix() {
        return variablePrefix;
    }

    @DataBoundSetter
    public void setVariablePrefix(String variablePrefix) {
        this.variablePrefix = Util.fixNull(Util.fixEmptyAndTrim(variablePrefix), ResultVariables.USUAL_PREFIX);
    }

    @Override
    public boolean requiresWorkspace() {
        return false;
    }

    @Override
    public void perform(@NonNull Run<?, ?> build, @NonNull EnvVars environment, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        if (operation == null) {
            throw new AbortException("No operation is chosen");
        }
        try {
            ResultVariables.checkPrefix(variablePrefix);
        } catch (ProxmoxException e) {
            throw new AbortException(e.getMessage());
        }
        Object result = Expansion.of(operation, build, environment, listener).perform(build, listener);
        if (result != null) {
            String function = operation.getDescriptor().getFunctionName();
            ResultVariables variables = ResultVariables.of(variablePrefix, function, result);
            BuildVariables.add(build, variables);
            variables.describe().forEach(line -> listener.getLogger().println("[proxmox] " + line));
        }
    }

    @Extension
    @Symbol("proxmoxOperation")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox guest operation";
        }

        @Override
        @SuppressWarnings("rawtypes") // as Jenkins has it
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        /** For the form. */
        public List<StepDescriptor> getOperations() {
            return OperationStep.all();
        }

        @POST
        public FormValidation doCheckVariablePrefix(@AncestorInPath Item item, @QueryParameter String value) {
            return Forms.check(item, value, ResultVariables::checkPrefix);
        }
    }
}

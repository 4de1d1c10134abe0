package io.jenkins.plugins.proxmox.cloud.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import java.io.Serializable;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxAgent}: has agents of its own for as long as its body runs, made as a template of a cloud says, with changes. */
public final class ProxmoxAgentStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String template;
    private String cloud;
    private Integer cpus;
    private Integer memory;
    private Integer diskSize;
    private Integer startupMinutes;
    private boolean reuse;

    /**
     * @param template the name of a template of a cloud
     */
    @DataBoundConstructor
    public ProxmoxAgentStep(String template) {
        this.template = Util.fixNull(template).trim();
    }

    public String getTemplate() {
        return template;
    }

    /** Null if only one cloud has the template. */
    public String getCloud() {
        return cloud;
    }

    @DataBoundSetter
    public void setCloud(String cloud) {
        this.cloud = Util.fixEmptyAndTrim(cloud);
    }

    public Integer getCpus() {
        return cpus;
    }

    @DataBoundSetter
    public void setCpus(Integer cpus) {
        this.cpus = cpus;
    }

    /** In MiB. */
    public Integer getMemory() {
        return memory;
    }

    @DataBoundSetter
    public void setMemory(Integer memory) {
        this.memory = memory;
    }

    /** Of the disk it boots from, in GiB. */
    public Integer getDiskSize() {
        return diskSize;
    }

    @DataBoundSetter
    public void setDiskSize(Integer diskSize) {
        this.diskSize = diskSize;
    }

    public Integer getStartupMinutes() {
        return startupMinutes;
    }

    @DataBoundSetter
    public void setStartupMinutes(Integer startupMinutes) {
        this.startupMinutes = startupMinutes;
    }

    /** Whether an agent takes one {@code node} of the body after the other. */
    public boolean isReuse() {
        return reuse;
    }

    @DataBoundSetter
    public void setReuse(boolean reuse) {
        this.reuse = reuse;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new AgentBlockExecution(context, this);
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxAgent";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: with agents of its own";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public Set<? extends Class<?>> getProvidedContext() {
            return Set.of(EnvironmentExpander.class);
        }

        /** The names of the clouds tell something of the infrastructure, so only who may configure sees them. */
        @POST
        public ComboBoxModel doFillCloudItems(@AncestorInPath Item item) {
            return new ComboBoxModel(clouds(item).map(it -> it.name).toList());
        }

        @POST
        public ComboBoxModel doFillTemplateItems(@AncestorInPath Item item, @QueryParameter String cloud) {
            String wanted = Util.fixEmptyAndTrim(cloud);
            return new ComboBoxModel(clouds(item)
                    .filter(it -> wanted == null || it.name.equals(wanted))
                    .flatMap(it -> it.getTemplates().stream())
                    .filter(ProxmoxTemplate::isAdaptable)
                    .map(ProxmoxTemplate::getName)
                    .distinct()
                    .toList());
        }

        @POST
        public FormValidation doCheckTemplate(@QueryParameter String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error("It takes the name of a template of a cloud")
                    : FormValidation.ok();
        }

        private static Stream<CloudSettings> clouds(Item item) {
            boolean allowed = item == null
                    ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                    : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(Item.CONFIGURE);
            return allowed ? CloudSettings.all(Jenkins.get()) : Stream.empty();
        }
    }
}

package io.jenkins.plugins.proxmox.declarative;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.cloud.pipeline.ProxmoxAgentStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.pipeline.modeldefinition.agent.DeclarativeAgentDescriptor;
import org.jenkinsci.plugins.pipeline.modeldefinition.agent.RetryableDeclarativeAgent;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code agent { proxmoxGuest { } }}: what {@code proxmoxAgent} does, around a Declarative pipeline or one of its stages. */
@SuppressWarnings("unchecked") // of the raw descriptor that all such agents inherit
public final class ProxmoxGuestAgent extends RetryableDeclarativeAgent<ProxmoxGuestAgent> {
    private static final long serialVersionUID = 1L;

    private final String template;
    private String cloud;
    private Integer cpus;
    private Integer memory;
    private Integer diskSize;
    private Integer startupMinutes;
    private String customWorkspace;

    @DataBoundConstructor
    public ProxmoxGuestAgent(String template) {
        this.template = template;
    }

    /** For the step, without what is not said. */
    public Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("template", template);
        arguments.put("cloud", cloud);
        arguments.put("cpus", cpus);
        arguments.put("memory", memory);
        arguments.put("diskSize", diskSize);
        arguments.put("startupMinutes", startupMinutes);
        arguments.values().removeIf(Objects::isNull);
        return arguments;
    }

    public String getTemplate() {
        return template;
    }

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

    public Integer getMemory() {
        return memory;
    }

    @DataBoundSetter
    public void setMemory(Integer memory) {
        this.memory = memory;
    }

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

    public String getCustomWorkspace() {
        return customWorkspace;
    }

    @DataBoundSetter
    public void setCustomWorkspace(String customWorkspace) {
        this.customWorkspace = Util.fixEmptyAndTrim(customWorkspace);
    }

    @Extension(optional = true)
    @Symbol("proxmoxGuest")
    public static final class DescriptorImpl extends DeclarativeAgentDescriptor<ProxmoxGuestAgent> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Run on an agent in a Proxmox guest of its own";
        }

        @POST
        public ComboBoxModel doFillCloudItems(@AncestorInPath Item item) {
            return step().doFillCloudItems(item);
        }

        @POST
        public ComboBoxModel doFillTemplateItems(@AncestorInPath Item item, @QueryParameter String cloud) {
            return step().doFillTemplateItems(item, cloud);
        }

        @POST
        public FormValidation doCheckTemplate(@QueryParameter String value) {
            return step().doCheckTemplate(value);
        }

        private static ProxmoxAgentStep.DescriptorImpl step() {
            return ExtensionList.lookupSingleton(ProxmoxAgentStep.DescriptorImpl.class);
        }
    }
}

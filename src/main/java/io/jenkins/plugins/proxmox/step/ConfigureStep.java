package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.operation.ConfigureGuest;
import io.jenkins.plugins.proxmox.core.operation.ConfigureRequest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxConfigure}: changes a guest's configuration, and gives the guest map and what waits for a restart. */
public final class ConfigureStep extends ProxmoxStep<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private String name;
    private Integer cores;
    private Integer memory;
    private String description;
    private String tags;
    private Boolean onboot;
    private Boolean protection;
    private Boolean agent;
    private String ciUser;
    private String sshKeys;
    private String ipConfig;
    private String config;
    private String delete;
    private String revert;

    @DataBoundConstructor
    public ConfigureStep(Object guest) {
        this.guest = Values.guest(guest);
    }

    @Override
    Operation<Map<String, Object>> operation() {
        return new ConfigureGuest(new ConfigureRequest(guest)
                .name(name)
                .cores(cores)
                .memory(memory)
                .description(description)
                .tags(Values.split(tags))
                .onboot(onboot)
                .protection(protection)
                .agent(agent)
                .ciUser(ciUser)
                .sshKeys(sshKeys)
                .ipConfig(ipConfig)
                .config(Values.options(config))
                .delete(Values.split(delete))
                .revert(Values.split(revert)));
    }

    @Override
    Object toValue(Map<String, Object> result) {
        return result;
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

    public Integer getCores() {
        return cores;
    }

    @DataBoundSetter
    public void setCores(Integer cores) {
        this.cores = cores;
    }

    public Integer getMemory() {
        return memory;
    }

    @DataBoundSetter
    public void setMemory(Integer memory) {
        this.memory = memory;
    }

    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    public Object getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(Object tags) {
        this.tags = Util.fixEmpty(Values.words(tags));
    }

    public Boolean getOnboot() {
        return onboot;
    }

    @DataBoundSetter
    public void setOnboot(Boolean onboot) {
        this.onboot = onboot;
    }

    public Boolean getProtection() {
        return protection;
    }

    @DataBoundSetter
    public void setProtection(Boolean protection) {
        this.protection = protection;
    }

    public Boolean getAgent() {
        return agent;
    }

    @DataBoundSetter
    public void setAgent(Boolean agent) {
        this.agent = agent;
    }

    public String getCiUser() {
        return ciUser;
    }

    @DataBoundSetter
    public void setCiUser(String ciUser) {
        this.ciUser = Util.fixEmptyAndTrim(ciUser);
    }

    public String getSshKeys() {
        return sshKeys;
    }

    @DataBoundSetter
    public void setSshKeys(String sshKeys) {
        this.sshKeys = Util.fixEmptyAndTrim(sshKeys);
    }

    public String getIpConfig() {
        return ipConfig;
    }

    @DataBoundSetter
    public void setIpConfig(String ipConfig) {
        this.ipConfig = Util.fixEmptyAndTrim(ipConfig);
    }

    public Object getConfig() {
        return config;
    }

    @DataBoundSetter
    public void setConfig(Object config) {
        this.config = Util.fixEmpty(Values.lines(config));
    }

    public Object getDelete() {
        return delete;
    }

    @DataBoundSetter
    public void setDelete(Object delete) {
        this.delete = Util.fixEmpty(Values.words(delete));
    }

    public Object getRevert() {
        return revert;
    }

    @DataBoundSetter
    public void setRevert(Object revert) {
        this.revert = Util.fixEmpty(Values.words(revert));
    }

    @Extension
    @Symbol(DescriptorImpl.FUNCTION)
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        static final String FUNCTION = "proxmoxConfigure";

        @Override
        public String getFunctionName() {
            return FUNCTION;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: configure a guest";
        }

        /** The choice that says nothing would arrive as false, which says a lot. */
        @Override
        public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            for (String choice : List.of("onboot", "protection", "agent")) {
                if (form.optString(choice).isEmpty()) {
                    form.remove(choice);
                }
            }
            return super.newInstance(request, form);
        }

        @POST
        public ListBoxModel doFillOnbootItems() {
            return yesOrNo();
        }

        @POST
        public ListBoxModel doFillProtectionItems() {
            return yesOrNo();
        }

        @POST
        public ListBoxModel doFillAgentItems() {
            return yesOrNo();
        }

        private static ListBoxModel yesOrNo() {
            return new ListBoxModel(
                    new ListBoxModel.Option("(as it is)", ""),
                    new ListBoxModel.Option("yes", "true"),
                    new ListBoxModel.Option("no", "false"));
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, GuestName::new);
        }

        @POST
        public FormValidation doCheckConfig(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, Values::options);
        }
    }
}

package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Readiness;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxClone}: clones a guest and gives the guest map of the clone. */
public final class CloneStep extends ProxmoxStep<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private final String template;
    private String name;
    private Integer vmid;
    private Boolean full;
    private String node;
    private String storage;
    private String pool;
    private String snapshot;
    private String description;
    private String tags;
    private Integer cores;
    private Integer memory;
    private String ciUser;
    private String sshKeys;
    private String ipConfig;
    private String config;
    private boolean start;
    private String waitFor = Readiness.NONE.label();
    private boolean keepOnFailure;

    @DataBoundConstructor
    public CloneStep(Object template) {
        this.template = Values.guest(template);
    }

    @Override
    Operation<GuestFacts> operation() {
        return new CloneGuest(new CloneRequest(template)
                .name(name)
                .vmid(vmid)
                .full(full)
                .node(node)
                .storage(storage)
                .pool(pool)
                .snapshot(snapshot)
                .description(description)
                .tags(Values.split(tags))
                .cores(cores)
                .memory(memory)
                .ciUser(ciUser)
                .sshKeys(sshKeys)
                .ipConfig(ipConfig)
                .config(Values.options(config))
                .start(start)
                .waitFor(waitFor));
    }

    @Override
    Object toValue(GuestFacts result) {
        return result.toMap();
    }

    public Object getTemplate() {
        return template;
    }

    public String getName() {
        return name;
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    public Integer getVmid() {
        return vmid;
    }

    @DataBoundSetter
    public void setVmid(Integer vmid) {
        this.vmid = vmid;
    }

    public Boolean getFull() {
        return full;
    }

    @DataBoundSetter
    public void setFull(Boolean full) {
        this.full = full;
    }

    public String getNode() {
        return node;
    }

    @DataBoundSetter
    public void setNode(String node) {
        this.node = Util.fixEmptyAndTrim(node);
    }

    public String getStorage() {
        return storage;
    }

    @DataBoundSetter
    public void setStorage(String storage) {
        this.storage = Util.fixEmptyAndTrim(storage);
    }

    public String getPool() {
        return pool;
    }

    @DataBoundSetter
    public void setPool(String pool) {
        this.pool = Util.fixEmptyAndTrim(pool);
    }

    public String getSnapshot() {
        return snapshot;
    }

    @DataBoundSetter
    public void setSnapshot(String snapshot) {
        this.snapshot = Util.fixEmptyAndTrim(snapshot);
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

    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    public String getWaitFor() {
        return waitFor;
    }

    @DataBoundSetter
    public void setWaitFor(String waitFor) {
        this.waitFor = Util.fixNull(Util.fixEmptyAndTrim(waitFor), Readiness.NONE.label());
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
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
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
        public FormValidation doCheckTemplate(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> GuestReference.parse("template", v));
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, GuestName::new);
        }

        @POST
        public FormValidation doCheckVmid(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, VmId::parse);
        }

        @POST
        public FormValidation doCheckSnapshot(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, SnapshotName::new);
        }
    }
}

package io.jenkins.plugins.proxmox.step;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.Readiness;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the steps have in common that make a guest other than by cloning; they give its guest map. */
public abstract class MakingStep extends ProxmoxStep<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private String name;
    private Integer vmid;
    private String node;
    private String storage;
    private String pool;
    private boolean start;
    private String waitFor = Readiness.NONE.label();
    private boolean keepOnFailure;

    @Override
    Object toValue(GuestFacts result) {
        return result.toMap();
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

    /** What their descriptors have in common. */
    abstract static class MakingStepDescriptor extends ProxmoxStepDescriptor {
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

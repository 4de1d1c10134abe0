package io.jenkins.plugins.proxmox.cloud.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import java.util.function.BiConsumer;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What an agent's guest has otherwise than its template. */
public final class AgentHardware implements Describable<AgentHardware> {
    /** Below this, in MiB, no guest with a Jenkins agent in it starts. */
    public static final int LEAST_MEMORY = 64;

    private Integer cores;
    private Integer memory;
    private Integer diskSize;

    @DataBoundConstructor
    public AgentHardware() {
        // Everything is optional.
    }

    public Integer getCores() {
        return cores;
    }

    @DataBoundSetter
    public void setCores(Integer cores) {
        this.cores = cores;
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

    /**
     * @throws ProxmoxException if no guest can have it
     */
    public void check() {
        new CloneRequest("100").cores(cores).memory(memory);
        AdminFields.atLeast("diskSize", diskSize, 1);
    }

    @Extension
    @Symbol("proxmoxHardware")
    public static final class DescriptorImpl extends Descriptor<AgentHardware> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Hardware";
        }

        @POST
        public FormValidation doCheckCores(@QueryParameter String value) {
            return check(value, AgentHardware::setCores);
        }

        @POST
        public FormValidation doCheckMemory(@QueryParameter String value) {
            return check(value, AgentHardware::setMemory);
        }

        @POST
        public FormValidation doCheckDiskSize(@QueryParameter String value) {
            return check(value, AgentHardware::setDiskSize);
        }

        private static FormValidation check(String value, BiConsumer<AgentHardware, Integer> setter) {
            return AdminFields.checkNumber(value, number -> {
                AgentHardware hardware = new AgentHardware();
                setter.accept(hardware, number);
                hardware.check();
            });
        }
    }
}

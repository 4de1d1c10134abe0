package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.TakeSnapshot;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxSnapshot}: takes a snapshot and gives its map. */
public final class SnapshotStep extends ProxmoxStep<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String name;
    private String description;
    private boolean ram;

    @DataBoundConstructor
    public SnapshotStep(Object guest, String name) {
        this.guest = Values.guest(guest);
        this.name = Util.fixNull(name).trim();
    }

    @Override
    Operation<Map<String, Object>> operation() {
        return new TakeSnapshot(guest, name, description, ram);
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

    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    public boolean isRam() {
        return ram;
    }

    @DataBoundSetter
    public void setRam(boolean ram) {
        this.ram = ram;
    }

    @Extension
    @Symbol("proxmoxSnapshot")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxSnapshot";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: take a snapshot";
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, SnapshotName::new);
        }
    }
}

package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.proxmox.core.operation.LookAtGuest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code proxmoxGuest}: gives what there is to know of a guest. */
public final class GuestStep extends ProxmoxStep<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private boolean addresses;

    @DataBoundConstructor
    public GuestStep(Object guest) {
        this.guest = Values.guest(guest);
    }

    @Override
    Operation<Map<String, Object>> operation() {
        return new LookAtGuest(guest, addresses);
    }

    @Override
    Object toValue(Map<String, Object> result) {
        return result;
    }

    public Object getGuest() {
        return guest;
    }

    public boolean isAddresses() {
        return addresses;
    }

    @DataBoundSetter
    public void setAddresses(boolean addresses) {
        this.addresses = addresses;
    }

    @Extension
    @Symbol("proxmoxGuest")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxGuest";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: look at a guest";
        }
    }
}

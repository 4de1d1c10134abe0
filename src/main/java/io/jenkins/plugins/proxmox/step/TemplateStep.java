package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.MakeTemplate;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code proxmoxTemplate}: makes a guest a template, and gives the guest map. */
public final class TemplateStep extends ProxmoxStep<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private final String guest;

    @DataBoundConstructor
    public TemplateStep(Object guest) {
        this.guest = Values.guest(guest);
    }

    @Override
    Operation<GuestFacts> operation() {
        return new MakeTemplate(guest);
    }

    @Override
    Object toValue(GuestFacts result) {
        return result.toMap();
    }

    public Object getGuest() {
        return guest;
    }

    @Extension
    @Symbol(DescriptorImpl.FUNCTION)
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        static final String FUNCTION = "proxmoxTemplate";

        @Override
        public String getFunctionName() {
            return FUNCTION;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: make a guest a template";
        }
    }
}

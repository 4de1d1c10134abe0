package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.AwaitGuest;
import io.jenkins.plugins.proxmox.core.operation.AwaitedState;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxWaitFor}: waits for what somebody else brings about, and gives the guest map. */
public final class WaitForStep extends ProxmoxStep<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String state;

    @DataBoundConstructor
    public WaitForStep(Object guest, String state) {
        this.guest = Values.guest(guest);
        this.state = Util.fixNull(state).trim();
    }

    @Override
    Operation<GuestFacts> operation() {
        return new AwaitGuest(guest, AwaitedState.parse(state));
    }

    @Override
    Object toValue(GuestFacts result) {
        return result.toMap();
    }

    public Object getGuest() {
        return guest;
    }

    public String getState() {
        return state;
    }

    @Extension
    @Symbol("proxmoxWaitFor")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxWaitFor";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: wait for a guest";
        }

        @POST
        public ListBoxModel doFillStateItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("it runs", AwaitedState.RUNNING.label()),
                    new ListBoxModel.Option("it is off", AwaitedState.STOPPED.label()),
                    new ListBoxModel.Option("it is paused (VMs only)", AwaitedState.PAUSED.label()),
                    new ListBoxModel.Option("its guest agent answers (VMs only)", AwaitedState.AGENT.label()),
                    new ListBoxModel.Option("it has an address", AwaitedState.ADDRESS.label()),
                    new ListBoxModel.Option("its SSH server answers", AwaitedState.SSH.label()));
        }
    }
}

package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.ChangePower;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.PowerAction;
import io.jenkins.plugins.proxmox.core.operation.Values;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxAction}: starts, stops and so on, and gives the guest map. */
public final class ActionStep extends ProxmoxStep<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String action;
    private Integer forceAfter;

    @DataBoundConstructor
    public ActionStep(Object guest, String action) {
        this.guest = Values.guest(guest);
        this.action = Util.fixNull(action).trim();
    }

    @Override
    Operation<GuestFacts> operation() {
        return new ChangePower(guest, PowerAction.parse(action), forceAfter);
    }

    @Override
    Object toValue(GuestFacts result) {
        return result.toMap();
    }

    public Object getGuest() {
        return guest;
    }

    public String getAction() {
        return action;
    }

    public Integer getForceAfter() {
        return forceAfter;
    }

    @DataBoundSetter
    public void setForceAfter(Integer forceAfter) {
        this.forceAfter = forceAfter;
    }

    @Extension
    @Symbol("proxmoxAction")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxAction";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: start, stop and other actions";
        }

        @POST
        public ListBoxModel doFillActionItems() {
            ListBoxModel choices = new ListBoxModel();
            for (PowerAction action : PowerAction.values()) {
                choices.add(action.label() + (action.isForContainers() ? "" : " (VMs only)"), action.label());
            }
            return choices;
        }
    }
}

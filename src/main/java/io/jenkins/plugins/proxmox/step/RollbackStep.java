package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.RollBack;
import io.jenkins.plugins.proxmox.core.operation.Values;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code proxmoxRollback}: takes a guest back to a snapshot and gives its guest map. */
public final class RollbackStep extends ProxmoxStep<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String snapshot;
    private boolean start;

    @DataBoundConstructor
    public RollbackStep(Object guest, String snapshot) {
        this.guest = Values.guest(guest);
        this.snapshot = Util.fixNull(snapshot).trim();
    }

    @Override
    Operation<GuestFacts> operation() {
        return new RollBack(guest, snapshot, start);
    }

    @Override
    Object toValue(GuestFacts result) {
        return result.toMap();
    }

    public Object getGuest() {
        return guest;
    }

    public String getSnapshot() {
        return snapshot;
    }

    public boolean isStart() {
        return start;
    }

    @DataBoundSetter
    public void setStart(boolean start) {
        this.start = start;
    }

    @Extension
    @Symbol("proxmoxRollback")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxRollback";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: roll back to a snapshot";
        }
    }
}

package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.proxmox.core.operation.DeleteSnapshot;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code proxmoxDeleteSnapshot}: deletes a snapshot of a guest and gives nothing. */
public final class DeleteSnapshotStep extends ProxmoxStep<Void> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String snapshot;
    private boolean force;

    @DataBoundConstructor
    public DeleteSnapshotStep(Object guest, String snapshot) {
        this.guest = Values.guest(guest);
        this.snapshot = Util.fixNull(snapshot).trim();
    }

    @Override
    Operation<Void> operation() {
        return new DeleteSnapshot(guest, snapshot, force);
    }

    @Override
    Object toValue(Void result) {
        return null;
    }

    public Object getGuest() {
        return guest;
    }

    public String getSnapshot() {
        return snapshot;
    }

    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }

    @Extension
    @Symbol("proxmoxDeleteSnapshot")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxDeleteSnapshot";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: delete a snapshot";
        }
    }
}

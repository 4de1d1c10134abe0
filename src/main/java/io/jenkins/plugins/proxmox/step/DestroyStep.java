package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.proxmox.core.operation.DestroyGuest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code proxmoxDestroy}: destroys a guest and gives nothing. */
public final class DestroyStep extends ProxmoxStep<Boolean> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private boolean force;
    private boolean purge = true;

    /** A task that is stopped halfway leaves a guest that is no use to anybody. */
    @DataBoundConstructor
    public DestroyStep(Object guest) {
        this.guest = Values.guest(guest);
        setAbort(LEAVE);
    }

    @Override
    Operation<Boolean> operation() {
        return new DestroyGuest(guest, force, purge);
    }

    @Override
    Object toValue(Boolean result) {
        return null;
    }

    public Object getGuest() {
        return guest;
    }

    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }

    public boolean isPurge() {
        return purge;
    }

    @DataBoundSetter
    public void setPurge(boolean purge) {
        this.purge = purge;
    }

    @Extension
    @Symbol("proxmoxDestroy")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxDestroy";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: destroy a guest";
        }

        @Override
        void checkGuest(String value) {
            Objects.requireNonNull(new DestroyGuest(value, false, true));
        }
    }
}

package io.jenkins.plugins.proxmox.cloud.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A guest takes one build after the other, and is taken back between them to how it was before the first. */
public final class RolledBackLife extends LastingLife {
    private boolean withRam;

    @DataBoundConstructor
    public RolledBackLife() {
        // Everything is optional.
    }

    /** Whether the memory of a VM is taken back, too, so that it need not boot. */
    public boolean isWithRam() {
        return withRam;
    }

    @DataBoundSetter
    public void setWithRam(boolean withRam) {
        this.withRam = withRam;
    }

    /** Whoever runs next to another build would be taken back with it. */
    @Override
    public int executors(int wanted) {
        return 1;
    }

    @Override
    public boolean isRolledBack() {
        return true;
    }

    @Override
    public boolean hasMemory() {
        return withRam;
    }

    @Extension
    @Symbol("proxmoxRolledBack")
    public static final class DescriptorImpl extends LastingLifeDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Many builds, rolled back to a snapshot after each";
        }
    }
}

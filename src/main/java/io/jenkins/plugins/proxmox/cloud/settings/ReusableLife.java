package io.jenkins.plugins.proxmox.cloud.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A guest takes one build after the other, until it is used up, idle or old. */
public final class ReusableLife extends LastingLife {
    @DataBoundConstructor
    public ReusableLife() {
        // Everything is optional.
    }

    @Extension
    @Symbol("proxmoxReusable")
    public static final class DescriptorImpl extends LastingLifeDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Many builds";
        }
    }
}

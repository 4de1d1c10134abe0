package io.jenkins.plugins.proxmox.cloud.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import java.time.Duration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What failed stays for a while, for somebody to look at. */
public final class KeepOnFailure implements Describable<KeepOnFailure> {
    private final int minutes;
    private boolean builds;

    /**
     * @param minutes how long it stays, at least one
     */
    @DataBoundConstructor
    public KeepOnFailure(int minutes) {
        this.minutes = minutes;
    }

    public int getMinutes() {
        return minutes;
    }

    public Duration time() {
        return Duration.ofMinutes(Math.max(1, minutes));
    }

    /** Whether agents stay also when a build has failed on them, and not only when they could not come online. */
    public boolean isBuilds() {
        return builds;
    }

    @DataBoundSetter
    public void setBuilds(boolean builds) {
        this.builds = builds;
    }

    /**
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if it can't be right
     */
    void check() {
        AdminFields.atLeast("minutes", minutes, 1);
    }

    @Extension
    @Symbol("proxmoxKeep")
    public static final class DescriptorImpl extends Descriptor<KeepOnFailure> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Keep what failed for inspection";
        }

        @POST
        public FormValidation doCheckMinutes(@QueryParameter String value) {
            return AdminFields.checkNumber(value, number -> new KeepOnFailure(number).check());
        }
    }
}

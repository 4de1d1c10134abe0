package io.jenkins.plugins.proxmox.cloud.settings;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Every build has a fresh guest of its own. */
public final class OneShotLife extends AgentLife {
    private static final int USUAL_IDLE_MINUTES = 10;

    private int idleMinutes = USUAL_IDLE_MINUTES;

    @DataBoundConstructor
    public OneShotLife() {
        // Everything is optional.
    }

    /** After so many minutes without a build it is removed, too: the build it was made for may have been cancelled. */
    public int getIdleMinutes() {
        return idleMinutes;
    }

    @DataBoundSetter
    public void setIdleMinutes(int idleMinutes) {
        this.idleMinutes = idleMinutes;
    }

    @Override
    public OptionalInt uses() {
        return OptionalInt.of(1);
    }

    @Override
    public Optional<Duration> idle() {
        return minutes(idleMinutes);
    }

    @Override
    public int executors(int wanted) {
        return 1;
    }

    @Override
    void check() {
        AdminFields.atLeast("idleMinutes", idleMinutes, 1);
    }

    @Extension
    @Symbol("proxmoxOneShot")
    public static final class DescriptorImpl extends Descriptor<AgentLife> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "One build";
        }

        @POST
        public FormValidation doCheckIdleMinutes(@QueryParameter String value) {
            return AdminFields.checkNumber(value, number -> AdminFields.atLeast("idleMinutes", number, 1));
        }
    }
}

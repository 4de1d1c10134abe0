package io.jenkins.plugins.proxmox.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildWrapperDescriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.run.Outcome;
import io.jenkins.plugins.proxmox.step.Forms;
import io.jenkins.plugins.proxmox.step.WithGuestStep;
import java.io.IOException;
import jenkins.tasks.SimpleBuildWrapper;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A guest that is cloned when a build begins and destroyed when it ends, in whatever way that is. */
public final class GuestWrapper extends SimpleBuildWrapper {
    private final WithGuestStep guest;
    private String variablePrefix = ResultVariables.USUAL_PREFIX;

    @DataBoundConstructor
    public GuestWrapper(WithGuestStep guest) {
        this.guest = guest;
    }

    public WithGuestStep getGuest() {
        return guest;
    }

    public String getVariablePrefix() {
        return variablePrefix;
    }

    @DataBoundSetter
    public void setVariablePrefix(String variablePrefix) {
        this.variablePrefix = Util.fixNull(Util.fixEmptyAndTrim(variablePrefix), ResultVariables.USUAL_PREFIX);
    }

    @Override
    public boolean requiresWorkspace() {
        return false;
    }

    @Override
    public void setUp(Context context, Run<?, ?> build, TaskListener listener, EnvVars initialEnvironment)
            throws IOException, InterruptedException {
        if (guest == null) {
            throw new AbortException("No guest to clone is configured");
        }
        WithGuestStep step = (WithGuestStep) Expansion.of(guest, build, initialEnvironment, listener);
        GuestRelease release = GuestRelease.of(step);
        Object clone;
        try {
            ResultVariables.checkPrefix(variablePrefix);
            clone = step.perform(build, listener, release.id(), step.held());
        } catch (ProxmoxException e) {
            throw new AbortException(e.getMessage());
        } catch (InterruptedException e) {
            // It may have been done in that very moment.
            release.end(build, Outcome.UNUSED, listener);
            throw e;
        }
        context.setDisposer(release);
        ResultVariables.of(variablePrefix, "withProxmoxGuest", clone).values().forEach(context::env);
    }

    @Extension
    @Symbol("proxmoxGuestWrapper")
    public static final class DescriptorImpl extends BuildWrapperDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox guest for the build's duration";
        }

        @Override
        public boolean isApplicable(AbstractProject<?, ?> item) {
            return true;
        }

        @POST
        public FormValidation doCheckVariablePrefix(@AncestorInPath Item item, @QueryParameter String value) {
            return Forms.check(item, value, ResultVariables::checkPrefix);
        }
    }
}

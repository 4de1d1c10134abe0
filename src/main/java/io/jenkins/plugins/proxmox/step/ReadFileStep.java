package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.guestagent.FilePlace;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.ReadFile;
import io.jenkins.plugins.proxmox.core.operation.Values;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxReadFile}: gives what is in a file inside a VM. */
public final class ReadFileStep extends ProxmoxStep<String> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String path;
    private String encoding;

    @DataBoundConstructor
    public ReadFileStep(Object guest, String path) {
        this.guest = Values.guest(guest);
        this.path = Util.fixNull(path).trim();
    }

    @Override
    Operation<String> operation() {
        return new ReadFile(guest, path, encoding);
    }

    @Override
    Object toValue(String result) {
        return result;
    }

    public Object getGuest() {
        return guest;
    }

    public String getPath() {
        return path;
    }

    public String getEncoding() {
        return encoding;
    }

    @DataBoundSetter
    public void setEncoding(String encoding) {
        this.encoding = Util.fixEmptyAndTrim(encoding);
    }

    @Extension
    @Symbol("proxmoxReadFile")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxReadFile";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: read a file inside a VM";
        }

        @POST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new FilePlace(v, Optional.empty(), Optional.empty()));
        }
    }
}

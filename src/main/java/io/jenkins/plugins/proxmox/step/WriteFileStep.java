package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.guestagent.FilePlace;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.operation.WriteFile;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxWriteFile}: writes a file inside a VM. */
public final class WriteFileStep extends ProxmoxStep<Void> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String path;
    private final String text;
    private String encoding;
    private String mode;
    private String owner;

    @DataBoundConstructor
    public WriteFileStep(Object guest, String path, String text) {
        this.guest = Values.guest(guest);
        this.path = Util.fixNull(path).trim();
        this.text = text;
    }

    @Override
    Operation<Void> operation() {
        return new WriteFile(guest, path, text, encoding, mode, owner);
    }

    @Override
    Object toValue(Void result) {
        return null;
    }

    public Object getGuest() {
        return guest;
    }

    public String getPath() {
        return path;
    }

    public String getText() {
        return text;
    }

    public String getEncoding() {
        return encoding;
    }

    @DataBoundSetter
    public void setEncoding(String encoding) {
        this.encoding = Util.fixEmptyAndTrim(encoding);
    }

    public String getMode() {
        return mode;
    }

    @DataBoundSetter
    public void setMode(String mode) {
        this.mode = Util.fixEmptyAndTrim(mode);
    }

    public String getOwner() {
        return owner;
    }

    @DataBoundSetter
    public void setOwner(String owner) {
        this.owner = Util.fixEmptyAndTrim(owner);
    }

    @Extension
    @Symbol("proxmoxWriteFile")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxWriteFile";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: write a file inside a VM";
        }

        @POST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new FilePlace(v, Optional.empty(), Optional.empty()));
        }

        @POST
        public FormValidation doCheckMode(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new FilePlace("/", Optional.of(v), Optional.empty()));
        }

        @POST
        public FormValidation doCheckOwner(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new FilePlace("/", Optional.empty(), Optional.of(v)));
        }
    }
}

package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.operation.BackUp;
import io.jenkins.plugins.proxmox.core.operation.BackupRequest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxBackup}: backs up guests and gives the list of the archives' maps. */
public final class BackupStep extends ProxmoxStep<List<Volume>> {
    private static final long serialVersionUID = 1L;
    private static final String USUAL_MODE = "snapshot";
    private static final String USUAL_COMPRESSION = "zstd";

    private String guest;
    private String pool;
    private String node;
    private String storage;
    private String mode = USUAL_MODE;
    private String compress = USUAL_COMPRESSION;
    private String notes;
    private boolean protect;
    private String prune;

    @DataBoundConstructor
    public BackupStep() {
        // Which of guest, pool and node says what to back up is open, so none of them is required by itself.
    }

    @Override
    Operation<List<Volume>> operation() {
        return new BackUp(new BackupRequest(Values.split(guest), pool, node)
                .storage(storage)
                .mode(mode)
                .compress(compress)
                .notes(notes)
                .protect(protect)
                .prune(prune));
    }

    @Override
    Object toValue(List<Volume> result) {
        List<Map<String, Object>> maps = result.stream().map(Volume::toMap).collect(Collectors.toList());
        return new ArrayList<>(maps);
    }

    public Object getGuest() {
        return guest;
    }

    @DataBoundSetter
    public void setGuest(Object guest) {
        this.guest = Util.fixEmpty(Values.guests(guest));
    }

    public String getPool() {
        return pool;
    }

    @DataBoundSetter
    public void setPool(String pool) {
        this.pool = Util.fixEmptyAndTrim(pool);
    }

    public String getNode() {
        return node;
    }

    @DataBoundSetter
    public void setNode(String node) {
        this.node = Util.fixEmptyAndTrim(node);
    }

    public String getStorage() {
        return storage;
    }

    @DataBoundSetter
    public void setStorage(String storage) {
        this.storage = Util.fixEmptyAndTrim(storage);
    }

    public String getMode() {
        return mode;
    }

    @DataBoundSetter
    public void setMode(String mode) {
        this.mode = Util.fixNull(Util.fixEmptyAndTrim(mode), USUAL_MODE);
    }

    public String getCompress() {
        return compress;
    }

    @DataBoundSetter
    public void setCompress(String compress) {
        this.compress = Util.fixNull(Util.fixEmptyAndTrim(compress), USUAL_COMPRESSION);
    }

    public String getNotes() {
        return notes;
    }

    @DataBoundSetter
    public void setNotes(String notes) {
        this.notes = Util.fixEmptyAndTrim(notes);
    }

    public boolean isProtect() {
        return protect;
    }

    @DataBoundSetter
    public void setProtect(boolean protect) {
        this.protect = protect;
    }

    public String getPrune() {
        return prune;
    }

    @DataBoundSetter
    public void setPrune(String prune) {
        this.prune = Util.fixEmptyAndTrim(prune);
    }

    @Extension
    @Symbol("proxmoxBackup")
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        @Override
        public String getFunctionName() {
            return "proxmoxBackup";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: back up guests";
        }

        @Override
        Set<String> storageContent() {
            return Set.of(Volume.BACKUP);
        }

        @Override
        void checkGuest(String value) {
            Values.split(value).forEach(guest -> GuestReference.parse("guest", guest));
        }

        @POST
        public ListBoxModel doFillModeItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("Snapshot: the guest goes on running", "snapshot"),
                    new ListBoxModel.Option("Suspend: the guest stands still for a while", "suspend"),
                    new ListBoxModel.Option("Stop: the guest is shut down and started again", "stop"));
        }

        @POST
        public ListBoxModel doFillCompressItems() {
            return new ListBoxModel(
                    new ListBoxModel.Option("zstd", "zstd"),
                    new ListBoxModel.Option("gzip", "gzip"),
                    new ListBoxModel.Option("lzo", "lzo"),
                    new ListBoxModel.Option("none", "none"));
        }

        @POST
        public FormValidation doCheckPrune(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, v -> new BackupRequest(List.of(), "any", null).prune(v));
        }
    }
}

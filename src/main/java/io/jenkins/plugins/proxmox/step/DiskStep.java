package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.core.operation.ChangeDisk;
import io.jenkins.plugins.proxmox.core.operation.DiskAction;
import io.jenkins.plugins.proxmox.core.operation.DiskRequest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxDisk}: attaches, detaches, resizes, moves or deletes a disk, and gives the disk map. */
public final class DiskStep extends ProxmoxStep<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String action;
    private final String disk;
    private String storage;
    private String size;
    private String volume;
    private String format;
    private String path;
    private boolean deleteSource;
    private String options;

    @DataBoundConstructor
    public DiskStep(Object guest, String action, String disk) {
        this.guest = Values.guest(guest);
        this.action = Util.fixNull(action).trim();
        this.disk = Util.fixNull(disk).trim();
    }

    @Override
    Operation<Map<String, Object>> operation() {
        return new ChangeDisk(new DiskRequest(guest, DiskAction.parse(action), disk)
                .storage(storage)
                .size(size)
                .volume(volume)
                .format(format)
                .path(path)
                .deleteSource(deleteSource)
                .options(Values.options(options)));
    }

    @Override
    Object toValue(Map<String, Object> result) {
        return result;
    }

    public Object getGuest() {
        return guest;
    }

    public String getAction() {
        return action;
    }

    public String getDisk() {
        return disk;
    }

    public String getStorage() {
        return storage;
    }

    @DataBoundSetter
    public void setStorage(String storage) {
        this.storage = Util.fixEmptyAndTrim(storage);
    }

    public String getSize() {
        return size;
    }

    @DataBoundSetter
    public void setSize(String size) {
        this.size = Util.fixEmptyAndTrim(size);
    }

    public String getVolume() {
        return volume;
    }

    @DataBoundSetter
    public void setVolume(String volume) {
        this.volume = Util.fixEmptyAndTrim(volume);
    }

    public String getFormat() {
        return format;
    }

    @DataBoundSetter
    public void setFormat(String format) {
        this.format = Util.fixEmptyAndTrim(format);
    }

    public String getPath() {
        return path;
    }

    @DataBoundSetter
    public void setPath(String path) {
        this.path = Util.fixEmptyAndTrim(path);
    }

    public boolean isDeleteSource() {
        return deleteSource;
    }

    @DataBoundSetter
    public void setDeleteSource(boolean deleteSource) {
        this.deleteSource = deleteSource;
    }

    public Object getOptions() {
        return options;
    }

    @DataBoundSetter
    public void setOptions(Object options) {
        this.options = Util.fixEmpty(Values.lines(options));
    }

    @Extension
    @Symbol(DescriptorImpl.FUNCTION)
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        static final String FUNCTION = "proxmoxDisk";

        @Override
        public String getFunctionName() {
            return FUNCTION;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: attach, detach, resize, move or delete a disk";
        }

        @Override
        Set<String> storageContent() {
            return Set.of("images", "rootdir");
        }

        @POST
        public ListBoxModel doFillActionItems() {
            ListBoxModel choices = new ListBoxModel();
            for (DiskAction action : DiskAction.values()) {
                choices.add(action.label());
            }
            return choices;
        }

        @POST
        public ListBoxModel doFillFormatItems() {
            ListBoxModel choices = new ListBoxModel(new ListBoxModel.Option("(the storage's own)", ""));
            DiskRequest.formats().forEach(choices::add);
            return choices;
        }

        @POST
        public FormValidation doCheckDisk(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, DiskRequest::parseDisk);
        }

        @POST
        public FormValidation doCheckSize(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, SizeChange::parse);
        }
    }
}

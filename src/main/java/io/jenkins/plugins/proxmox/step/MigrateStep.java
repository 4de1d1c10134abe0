package io.jenkins.plugins.proxmox.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.operation.MigrateGuest;
import io.jenkins.plugins.proxmox.core.operation.Operation;
import io.jenkins.plugins.proxmox.core.operation.Values;
import io.jenkins.plugins.proxmox.core.value.Names;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code proxmoxMigrate}: brings a guest to another node, and gives the guest map with that node. */
public final class MigrateStep extends ProxmoxStep<GuestFacts> {
    private static final long serialVersionUID = 1L;

    private final String guest;
    private final String target;
    private boolean withLocalDisks;
    private String targetStorage;

    @DataBoundConstructor
    public MigrateStep(Object guest, String target) {
        this.guest = Values.guest(guest);
        this.target = Util.fixNull(target).trim();
    }

    @Override
    Operation<GuestFacts> operation() {
        return new MigrateGuest(guest, target, withLocalDisks, targetStorage);
    }

    @Override
    Object toValue(GuestFacts result) {
        return result.toMap();
    }

    public Object getGuest() {
        return guest;
    }

    public String getTarget() {
        return target;
    }

    public boolean isWithLocalDisks() {
        return withLocalDisks;
    }

    @DataBoundSetter
    public void setWithLocalDisks(boolean withLocalDisks) {
        this.withLocalDisks = withLocalDisks;
    }

    public String getTargetStorage() {
        return targetStorage;
    }

    @DataBoundSetter
    public void setTargetStorage(String targetStorage) {
        this.targetStorage = Util.fixEmptyAndTrim(targetStorage);
    }

    @Extension
    @Symbol(DescriptorImpl.FUNCTION)
    public static final class DescriptorImpl extends ProxmoxStepDescriptor {
        static final String FUNCTION = "proxmoxMigrate";

        @Override
        public String getFunctionName() {
            return FUNCTION;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "Proxmox: migrate a guest to another node";
        }

        @POST
        public ComboBoxModel doFillTargetStorageItems(
                @AncestorInPath Item item, @QueryParameter String connection, @QueryParameter String target) {
            return choices(item, connection, all -> all.storages(target, Set.of("images", "rootdir")));
        }

        @POST
        public FormValidation doCheckTargetStorage(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, Names::storage);
        }
    }
}

package io.jenkins.plugins.proxmox.step;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.proxmox.connection.FormChoices;
import io.jenkins.plugins.proxmox.connection.FormFields;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The fields that name parts of a cluster, once for all steps: a form that has such a parameter as {@code f:combobox}
 * offers what the cluster has, and takes any other text too. For somebody who may not configure nothing is asked or told.
 * An override keeps the parameters: Stapler can't tell methods with the same name from each other.
 */
abstract class ClusterFields extends StepDescriptor {
    private static final String CONNECTION = "connection";

    /** What a storage has to take for this step, one of these; anything if empty. */
    Set<String> storageContent() {
        return Set.of();
    }

    /** Refuses what the field {@code guest} of this step can't be. */
    void checkGuest(String value) {
        GuestReference.parse("guest", value);
    }

    /** Refuses what the field {@code backup} of this step can't be. */
    void checkBackup(String value) {
        VolumeId.parse(value);
    }

    @POST
    public ComboBoxModel doFillGuestItems(@AncestorInPath Item item, @QueryParameter(CONNECTION) String connection) {
        return choices(item, connection, FormChoices::guests);
    }

    @POST
    public FormValidation doCheckGuest(
            @AncestorInPath Item item,
            @QueryParameter("value") String value,
            @QueryParameter(CONNECTION) String connection) {
        return checkChoice(item, connection, value, this::checkGuest);
    }

    @POST
    public ComboBoxModel doFillTemplateItems(@AncestorInPath Item item, @QueryParameter(CONNECTION) String connection) {
        return choices(item, connection, FormChoices::templates);
    }

    @POST
    public FormValidation doCheckTemplate(
            @AncestorInPath Item item,
            @QueryParameter("value") String value,
            @QueryParameter(CONNECTION) String connection) {
        return checkChoice(item, connection, value, v -> GuestReference.parse("template", v));
    }

    @POST
    public ComboBoxModel doFillNodeItems(@AncestorInPath Item item, @QueryParameter(CONNECTION) String connection) {
        return choices(item, connection, FormChoices::nodes);
    }

    @POST
    public FormValidation doCheckNode(
            @AncestorInPath Item item,
            @QueryParameter("value") String value,
            @QueryParameter(CONNECTION) String connection) {
        return checkChoice(item, connection, value, Names::node);
    }

    /** Another node, to which something goes. */
    @POST
    public ComboBoxModel doFillTargetItems(@AncestorInPath Item item, @QueryParameter(CONNECTION) String connection) {
        return doFillNodeItems(item, connection);
    }

    @POST
    public FormValidation doCheckTarget(
            @AncestorInPath Item item,
            @QueryParameter("value") String value,
            @QueryParameter(CONNECTION) String connection) {
        return doCheckNode(item, value, connection);
    }

    @POST
    public ComboBoxModel doFillPoolItems(@AncestorInPath Item item, @QueryParameter(CONNECTION) String connection) {
        return choices(item, connection, FormChoices::pools);
    }

    @POST
    public FormValidation doCheckPool(
            @AncestorInPath Item item,
            @QueryParameter("value") String value,
            @QueryParameter(CONNECTION) String connection) {
        return checkChoice(item, connection, value, Names::pool);
    }

    @POST
    public ComboBoxModel doFillStorageItems(
            @AncestorInPath Item item,
            @QueryParameter(CONNECTION) String connection,
            @QueryParameter("node") String node) {
        return choices(item, connection, all -> all.storages(node, storageContent()));
    }

    @POST
    public FormValidation doCheckStorage(
            @AncestorInPath Item item,
            @QueryParameter("value") String value,
            @QueryParameter(CONNECTION) String connection) {
        return checkChoice(item, connection, value, Names::storage);
    }

    /** Those of the guest, or of the template if the form has that instead. */
    @POST
    public ComboBoxModel doFillSnapshotItems(
            @AncestorInPath Item item,
            @QueryParameter(CONNECTION) String connection,
            @QueryParameter("guest") String guest,
            @QueryParameter("template") String template) {
        return choices(item, connection, all -> all.snapshots(guest == null ? template : guest));
    }

    @POST
    public FormValidation doCheckSnapshot(
            @AncestorInPath Item item,
            @QueryParameter("value") String value,
            @QueryParameter(CONNECTION) String connection) {
        return checkChoice(item, connection, value, SnapshotName::new);
    }

    @POST
    public ComboBoxModel doFillBackupItems(
            @AncestorInPath Item item,
            @QueryParameter(CONNECTION) String connection,
            @QueryParameter("guest") String guest) {
        return choices(item, connection, all -> all.backups(guest));
    }

    @POST
    public FormValidation doCheckBackup(
            @AncestorInPath Item item,
            @QueryParameter("value") String value,
            @QueryParameter(CONNECTION) String connection) {
        return checkChoice(item, connection, value, this::checkBackup);
    }

    /** What there is to choose from; nothing if that can't be told, of which the field's check says why. */
    static ComboBoxModel choices(Item item, String connection, Function<FormChoices, List<String>> choice) {
        return isOpen(connection) ? new ComboBoxModel() : FormFields.choices(item, connection, choice);
    }

    /** Checks a value, and tells if there is nothing to choose from because the cluster does not answer. */
    static FormValidation checkChoice(Item item, String connection, String value, Consumer<String> validation) {
        FormValidation checked = check(item, value, validation);
        return checked.kind != FormValidation.Kind.OK || isOpen(connection)
                ? checked
                : FormFields.reach(item, connection);
    }

    /** Checks a value as the operation would; for somebody who may configure nothing is worth telling. */
    static FormValidation check(Item item, String value, Consumer<String> validation) {
        return isOpen(value) ? FormValidation.ok() : FormFields.check(item, value, validation);
    }

    /** Whether only the build will know what it is. */
    private static boolean isOpen(String value) {
        return value != null && value.contains("$");
    }
}

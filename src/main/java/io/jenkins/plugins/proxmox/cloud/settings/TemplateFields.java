package io.jenkins.plugins.proxmox.cloud.settings;

import hudson.RelativePath;
import hudson.model.Descriptor;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.labels.LabelAtom;
import hudson.slaves.AbstractCloudSlave;
import hudson.slaves.NodeProperty;
import hudson.slaves.NodePropertyDescriptor;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.connection.AdminFields;
import io.jenkins.plugins.proxmox.connection.FormChoices;
import io.jenkins.plugins.proxmox.connection.FormFields;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.placement.TemplateSource;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.Tag;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The fields of {@link ProxmoxTemplate}; which connection it is tells the form of the cloud around it. */
public abstract class TemplateFields extends Descriptor<ProxmoxTemplate> {
    private static final String CLOUD = "..";
    private static final Set<String> DISKS = Set.of("images", "rootdir");

    TemplateFields() {
        super(ProxmoxTemplate.class);
    }

    /** Nothing chosen is not the same as no. */
    @Override
    public ProxmoxTemplate newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        if (form.optString("full").isEmpty()) {
            form.remove("full");
        }
        return super.newInstance(request, form);
    }

    public Descriptor<?> getUsualConnector() {
        return Jenkins.get().getDescriptorOrDie(InboundConnector.class);
    }

    public Descriptor<?> getUsualLife() {
        return Jenkins.get().getDescriptorOrDie(OneShotLife.class);
    }

    public List<NodePropertyDescriptor> getNodePropertyDescriptors() {
        return NodeProperty.all().stream()
                .filter(property -> property.isApplicable(AbstractCloudSlave.class))
                .toList();
    }

    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        if (FormFields.mayConfigure(null) && value.isBlank()) {
            return FormValidation.error("A template needs a name; agents and their guests are called by it");
        }
        return FormValidation.ok();
    }

    @POST
    public ComboBoxModel doFillSourceItems(@RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.choices(
                connection,
                all -> Stream.concat(
                                all.templates().stream(),
                                all.templateTags().stream().map(tag -> "tag:" + tag))
                        .toList());
    }

    @POST
    public FormValidation doCheckSource(
            @QueryParameter String value,
            @QueryParameter String full,
            @QueryParameter String snapshot,
            @RelativePath(CLOUD) @QueryParameter String connection) {
        if (FormFields.mayConfigure(null) && value.isBlank()) {
            return FormValidation.error("Expected is a VMID, a name, a pattern of names as in debian-*, or tag:NAME");
        }
        boolean copied = "true".equals(full) && !snapshot.isBlank();
        return AdminFields.checkChoice(
                connection,
                value,
                text -> TemplateSource.parse("source", text),
                all -> doubt(TemplateSource.parse("source", value), copied, all));
    }

    private static String doubt(TemplateSource source, boolean copied, FormChoices all) {
        boolean usable = all.hasGuest(it -> source.matches(it) && (it.template() || copied && !source.takesNewest()));
        if (usable) {
            return "";
        }
        return all.hasGuest(source::matches)
                ? "This is no template; make it one, or choose a full clone of one of its snapshots"
                : "The cluster has no such template, or the credentials do not show it; there is "
                        + String.join(", ", all.templates());
    }

    @POST
    public FormValidation doCheckLabels(@QueryParameter String value, @QueryParameter String mode) {
        if (!FormFields.mayConfigure(null)) {
            return FormValidation.ok();
        }
        if (value.isBlank()) {
            return Node.Mode.NORMAL.name().equals(mode)
                    ? FormValidation.ok()
                    : FormValidation.warning(
                            "Without a label, and for builds with a matching label only, no build will ever use it");
        }
        String quoted = Label.parse(value).stream()
                .map(LabelAtom::getName)
                .filter(name -> !LabelAtom.escape(name).equals(name))
                .collect(Collectors.joining(", "));
        return quoted.isEmpty()
                ? FormValidation.ok()
                : FormValidation.warning("In jobs this has to be written in quotation marks: " + quoted);
    }

    @POST
    public FormValidation doCheckExecutors(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> AdminFields.atLeast("executors", number, 1));
    }

    @POST
    public FormValidation doCheckRemoteRoot(@QueryParameter String value) {
        boolean absolute = value.isBlank() || value.trim().matches("(?:/|~|[A-Za-z]:[\\\\/]|\\\\\\\\).*");
        return absolute || !FormFields.mayConfigure(null)
                ? FormValidation.ok()
                : FormValidation.warning("This is not absolute: from where it counts, the guest decides");
    }

    @POST
    public ListBoxModel doFillFullItems() {
        return new ListBoxModel(
                new ListBoxModel.Option("(linked)", ""),
                new ListBoxModel.Option("Full clone", "true"),
                new ListBoxModel.Option("Linked clone", "false"));
    }

    @POST
    public ComboBoxModel doFillSnapshotItems(
            @QueryParameter String source, @RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.choices(connection, all -> all.snapshots(source));
    }

    @POST
    public FormValidation doCheckSnapshot(@QueryParameter String value, @QueryParameter String full) {
        return AdminFields.check(value, text -> {
            request().snapshot(text);
            CloneSettings.checkCopied("snapshot", text, "true".equals(full));
        });
    }

    @POST
    public ComboBoxModel doFillStorageItems(@RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.choices(connection, all -> all.storages("", DISKS));
    }

    @POST
    public FormValidation doCheckStorage(
            @QueryParameter String value,
            @QueryParameter String full,
            @RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.checkNames(
                connection,
                value,
                "storage for disks called",
                text -> {
                    Names.storage(text);
                    CloneSettings.checkCopied("storage", text, "true".equals(full));
                },
                all -> all.storages("", DISKS));
    }

    @POST
    public ComboBoxModel doFillPoolItems(@RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.choices(connection, FormChoices::pools);
    }

    @POST
    public FormValidation doCheckPool(
            @QueryParameter String value, @RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.checkNames(connection, value, "pool", Names::pool, FormChoices::pools);
    }

    @POST
    public ComboBoxModel doFillNodesItems(@RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.choices(connection, FormChoices::nodes);
    }

    @POST
    public FormValidation doCheckNodes(
            @QueryParameter String value, @RelativePath(CLOUD) @QueryParameter String connection) {
        return AdminFields.checkNames(
                connection,
                value,
                "node that is online and called",
                text -> AdminFields.words(text).forEach(Names::node),
                FormChoices::nodes);
    }

    @POST
    public FormValidation doCheckTags(@QueryParameter String value) {
        return AdminFields.check(value, text -> AdminFields.words(text).forEach(Tag::new));
    }

    @POST
    public FormValidation doCheckLimit(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> AdminFields.atLeast("limit", number, 1));
    }

    @POST
    public FormValidation doCheckMaxCores(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> AdminFields.atLeast("maxCores", number, 1));
    }

    @POST
    public FormValidation doCheckMaxMemory(@QueryParameter String value) {
        return AdminFields.checkNumber(
                value, number -> AdminFields.atLeast("maxMemory", number, AgentHardware.LEAST_MEMORY));
    }

    @POST
    public FormValidation doCheckMaxDiskSize(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> AdminFields.atLeast("maxDiskSize", number, 1));
    }

    @POST
    public FormValidation doCheckStartupMinutes(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> AdminFields.atLeast("startupMinutes", number, 1));
    }

    @POST
    public FormValidation doCheckShutdownSeconds(@QueryParameter String value) {
        return AdminFields.checkNumber(value, number -> AdminFields.atLeast("shutdownSeconds", number, 0));
    }

    private static CloneRequest request() {
        return new CloneRequest("100");
    }
}

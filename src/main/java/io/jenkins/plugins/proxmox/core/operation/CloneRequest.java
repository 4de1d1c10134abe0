package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to clone, and what the clone shall be like. Each setter refuses a value that can't be right with a
 * {@link ProxmoxException}; null and blank text mean that nothing was said.
 */
public final class CloneRequest {
    private static final int LONGEST_DESCRIPTION = 8192;

    private final GuestReference template;
    private final CloneOptions options = new CloneOptions();
    private Optional<GuestName> name = Optional.empty();
    private Optional<VmId> vmid = Optional.empty();
    private Optional<Boolean> full = Optional.empty();
    private Optional<String> node = Optional.empty();
    private Optional<String> storage = Optional.empty();
    private Optional<String> pool = Optional.empty();
    private Optional<SnapshotName> snapshot = Optional.empty();
    private Optional<String> description = Optional.empty();
    private boolean start;
    private Readiness waitFor = Readiness.NONE;

    /**
     * @param template a VMID, a name, or {@code tag:NAME} for the newest guest with a tag
     */
    public CloneRequest(String template) {
        this.template = GuestReference.parse("template", template);
    }

    /** The clone's name; Proxmox makes one up if it has none. */
    public CloneRequest name(String text) {
        name = given(text).map(GuestName::new);
        return this;
    }

    /** The clone's VMID; a free one if it has none. */
    public CloneRequest vmid(Integer number) {
        vmid = Optional.ofNullable(number).map(VmId::new);
        return this;
    }

    /** Whether the clone gets disks of its own; if nothing is said, templates are linked and other guests copied. */
    public CloneRequest full(Boolean value) {
        full = Optional.ofNullable(value);
        return this;
    }

    /** The node to which the clone goes; its source's node if nothing is said. */
    public CloneRequest node(String text) {
        node = given(text);
        return this;
    }

    /** Where the disks of a full clone go. */
    public CloneRequest storage(String text) {
        storage = given(text);
        return this;
    }

    /** The pool of which the clone becomes a member. */
    public CloneRequest pool(String text) {
        pool = given(text);
        return this;
    }

    /** The snapshot to clone instead of the present state. */
    public CloneRequest snapshot(String text) {
        snapshot = given(text).map(SnapshotName::new);
        return this;
    }

    /** The notes of the clone; its source's if nothing is said. At most 8192 characters. */
    public CloneRequest description(String text) {
        description = given(text);
        if (description.filter(d -> d.length() > LONGEST_DESCRIPTION).isPresent()) {
            throw ProxmoxException.invalid(
                    "description",
                    "The description has " + text.length() + " characters; at most " + LONGEST_DESCRIPTION
                            + " are possible");
        }
        return this;
    }

    /** The tags of the clone instead of its source's. */
    public CloneRequest tags(Collection<String> some) {
        options.tags(some);
        return this;
    }

    /** CPU cores, at least 1. */
    public CloneRequest cores(Integer number) {
        options.atLeast("cores", number, 1);
        return this;
    }

    /** Memory in MiB, at least 16. */
    public CloneRequest memory(Integer mebibytes) {
        options.atLeast("memory", mebibytes, 16);
        return this;
    }

    /** Cloud-init's user of a VM. */
    public CloneRequest ciUser(String text) {
        options.text("ciuser", text);
        return this;
    }

    /** The public keys that cloud-init lets in, one a line; VMs only. */
    public CloneRequest sshKeys(String lines) {
        options.sshKeys(lines);
        return this;
    }

    /** Cloud-init's network of the first NIC of a VM, as in {@code ip=dhcp} or {@code ip=10.0.0.5/24,gw=10.0.0.1}. */
    public CloneRequest ipConfig(String text) {
        options.text("ipconfig0", text);
        return this;
    }

    /** Any other options of the configuration, as Proxmox spells them. Passwords among them are in no checkpoint. */
    public CloneRequest config(Map<String, ?> more) {
        options.any(more);
        return this;
    }

    /** Whether the clone is started. */
    public CloneRequest start(boolean value) {
        start = value;
        return this;
    }

    /** What is waited for after the start; anything but {@code none} starts the clone. */
    public CloneRequest waitFor(String text) {
        waitFor = given(text).map(Readiness::parse).orElse(Readiness.NONE);
        return this;
    }

    static CloneRequest of(Request request) {
        CloneRequest clone = new CloneRequest(request.text("template"))
                .name(request.text("name"))
                .vmid(request.number("vmid"))
                .full(request.truth("full").orElse(null))
                .node(request.text("node"))
                .storage(request.text("storage"))
                .pool(request.text("pool"))
                .snapshot(request.text("snapshot"))
                .description(request.text("description"))
                .start(request.flag("start"))
                .waitFor(request.text("waitFor"));
        clone.options.read(request);
        return clone;
    }

    Map<String, Object> map() {
        Request request = Request.write()
                .with("template", template)
                .with("name", name)
                .with("vmid", vmid.map(VmId::number))
                .with("full", full)
                .with("node", node)
                .with("storage", storage)
                .with("pool", pool)
                .with("snapshot", snapshot)
                .with("description", description)
                .with("start", start)
                .with("waitFor", waitFor.label());
        options.write(request);
        return request.map();
    }

    static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::trim).filter(t -> !t.isEmpty());
    }

    GuestReference template() {
        return template;
    }

    Optional<GuestName> name() {
        return name;
    }

    Optional<VmId> vmid() {
        return vmid;
    }

    Optional<Boolean> full() {
        return full;
    }

    Optional<String> node() {
        return node;
    }

    Optional<String> storage() {
        return storage;
    }

    Optional<String> pool() {
        return pool;
    }

    Optional<SnapshotName> snapshot() {
        return snapshot;
    }

    Optional<String> description() {
        return description;
    }

    Map<String, String> options() {
        return options.values();
    }

    /** Secret options whose values are in no checkpoint and were not given again after a restart. */
    List<String> missingSecrets() {
        return options.missing();
    }

    boolean start() {
        return start || waitFor != Readiness.NONE;
    }

    Readiness waitFor() {
        return waitFor;
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to clone, and what the clone shall be like. Each setter refuses a value that can't be right with a
 * {@link ProxmoxException}; null and blank text mean that nothing was said.
 */
public final class CloneRequest extends NewGuestRequest<CloneRequest> {
    private final GuestReference template;
    private Optional<Boolean> full = Optional.empty();
    private Optional<SnapshotName> snapshot = Optional.empty();

    /**
     * @param template a VMID, a name, or {@code tag:NAME} for the newest guest with a tag
     */
    public CloneRequest(String template) {
        this.template = GuestReference.parse("template", template);
    }

    /** Whether the clone gets disks of its own; if nothing is said, templates are linked and other guests copied. */
    public CloneRequest full(Boolean value) {
        full = Optional.ofNullable(value);
        return this;
    }

    /** The snapshot to clone instead of the present state. */
    public CloneRequest snapshot(String text) {
        snapshot = Request.given(text).map(SnapshotName::new);
        return this;
    }

    /** Cloud-init's user of a VM. */
    public CloneRequest ciUser(String text) {
        configuration().text("ciuser", text);
        return this;
    }

    /** The public keys that cloud-init lets in, one a line; VMs only. */
    public CloneRequest sshKeys(String lines) {
        configuration().sshKeys(lines);
        return this;
    }

    /** Cloud-init's network of the first NIC of a VM, as in {@code ip=dhcp} or {@code ip=10.0.0.5/24,gw=10.0.0.1}. */
    public CloneRequest ipConfig(String text) {
        configuration().text("ipconfig0", text);
        return this;
    }

    @Override
    public CloneRequest config(Map<String, ?> more) {
        Map<String, Object> others = new LinkedHashMap<>(more);
        // The one description that a clone has tells also whose it is.
        Object text = others.remove("description");
        configuration().any(others);
        return text == null ? this : description(text.toString());
    }

    @Override
    CloneRequest self() {
        return this;
    }

    static CloneRequest of(Request request) {
        return new CloneRequest(request.text("template"))
                .full(request.truth("full").orElse(null))
                .snapshot(request.text("snapshot"))
                .read(request);
    }

    @Override
    void write(Request request) {
        request.with("template", template).with("full", full).with("snapshot", snapshot);
        super.write(request);
    }

    GuestReference template() {
        return template;
    }

    Optional<Boolean> full() {
        return full;
    }

    Optional<SnapshotName> snapshot() {
        return snapshot;
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What to clone, and what the clone shall be like. Each setter refuses a value that can't be right with a
 * {@link ProxmoxException}; null and blank text mean that nothing was said.
 */
public final class CloneRequest {
    private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+.-]*");
    private static final int LONGEST_DESCRIPTION = 8192;

    private final GuestReference template;
    private final Map<String, String> options = new LinkedHashMap<>();
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
        List<String> tags =
                some.stream().map(CloneRequest::given).flatMap(Optional::stream).toList();
        for (String tag : tags) {
            if (!TAG.matcher(tag).matches()) {
                throw ProxmoxException.invalid(
                        "tags", "'" + tag + "' is no tag; expected are letters, digits and _ + . -");
            }
        }
        if (!tags.isEmpty()) {
            options.put("tags", tags.stream().collect(Collectors.joining(";")));
        }
        return this;
    }

    /** CPU cores, at least 1. */
    public CloneRequest cores(Integer number) {
        return atLeast("cores", number, 1);
    }

    /** Memory in MiB, at least 16. */
    public CloneRequest memory(Integer mebibytes) {
        return atLeast("memory", mebibytes, 16);
    }

    /** Cloud-init's user of a VM. */
    public CloneRequest ciUser(String text) {
        return option("ciuser", text);
    }

    /** The public keys that cloud-init lets in, one a line; VMs only. */
    public CloneRequest sshKeys(String lines) {
        // Proxmox wants this one option percent-encoded in itself, with blanks as %20.
        given(lines)
                .map(String::strip)
                .ifPresent(keys -> options.put(
                        "sshkeys",
                        URLEncoder.encode(keys.replace("\r\n", "\n"), StandardCharsets.UTF_8)
                                .replace("+", "%20")));
        return this;
    }

    /** Cloud-init's network of the first NIC of a VM, as in {@code ip=dhcp} or {@code ip=10.0.0.5/24,gw=10.0.0.1}. */
    public CloneRequest ipConfig(String text) {
        return option("ipconfig0", text);
    }

    /** Any other options of the configuration, as Proxmox spells them. */
    public CloneRequest config(Map<String, ?> more) {
        more.forEach((key, value) -> {
            if (!OPTION.matcher(key).matches()) {
                throw ProxmoxException.invalid(
                        "config", "config: '" + key + "' is no option of a guest's configuration");
            }
            if (value == null) {
                throw ProxmoxException.invalid("config", "config: the option '" + key + "' has no value");
            }
            options.put(key, value instanceof Boolean flag ? (flag ? "1" : "0") : value.toString());
        });
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

    private CloneRequest atLeast(String key, Integer number, int least) {
        if (number != null) {
            if (number < least) {
                throw ProxmoxException.invalid(
                        key, key + ": " + number + " is too little; expected is a number from " + least + " on");
            }
            options.put(key, number.toString());
        }
        return this;
    }

    private CloneRequest option(String key, String text) {
        given(text).ifPresent(value -> options.put(key, value));
        return this;
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
        return Collections.unmodifiableMap(options);
    }

    boolean start() {
        return start || waitFor != Readiness.NONE;
    }

    Readiness waitFor() {
        return waitFor;
    }
}

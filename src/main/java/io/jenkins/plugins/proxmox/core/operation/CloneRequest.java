package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.network.AddressFamily;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to clone, and what the clone shall be like. Each setter refuses a value that can't be right with a
 * {@link ProxmoxException}; null and blank text mean that nothing was said.
 */
public final class CloneRequest extends NewGuestRequest<CloneRequest> {
    private static final Pattern SIZE = Pattern.compile("\\d+(?:\\.\\d+)?[MGT]");
    private static final Pattern SEPARATOR = Pattern.compile("[\\s,;]+");

    private final GuestReference template;
    private final FirstNic nic = new FirstNic();
    private Optional<DataSize> bootDisk = Optional.empty();
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

    /**
     * The public keys that cloud-init lets in, one a line; VMs only. A container can be given keys only when it is created:
     * its clones have those of their template.
     */
    public CloneRequest sshKeys(String lines) {
        configuration().sshKeys(lines);
        return this;
    }

    /** Cloud-init's network of the first NIC of a VM, as in {@code ip=dhcp} or {@code ip=10.0.0.5/24,gw=10.0.0.1}. */
    public CloneRequest ipConfig(String text) {
        configuration().text("ipconfig0", text);
        return this;
    }

    /**
     * How big the boot disk is made before the start, as in {@code 32G}: the first disk of the boot order, or a container's
     * root file system. One that has this size or more is left as it is, for no disk can shrink.
     */
    public CloneRequest bootDisk(String text) {
        bootDisk = Request.given(text).map(CloneRequest::size);
        return this;
    }

    private static DataSize size(String text) {
        if (!SIZE.matcher(text).matches()) {
            throw ProxmoxException.invalid(
                    "bootDisk", "bootDisk: '" + text + "' is no size; expected is a number with M, G or T, as in 32G");
        }
        return DataSize.parse(text);
    }

    /** The bridge or virtual network that its first NIC is plugged into; the model stays that of the template's. */
    public CloneRequest bridge(String text) {
        nic.bridge(text);
        return this;
    }

    /** The VLAN of its first NIC, 1 to 4094. */
    public CloneRequest vlan(Integer number) {
        nic.vlan(number);
        return this;
    }

    /**
     * The IPv4 address of its first NIC: {@code dhcp}, or one with the length of the prefix as in {@code 192.0.2.5/24}. A VM
     * is told by cloud-init, a container by its NIC.
     */
    public CloneRequest ipv4(String text) {
        nic.ipv4(text);
        return this;
    }

    /** Where IPv4 packets for other networks go; only with an address that is no matter of DHCP. */
    public CloneRequest gateway(String text) {
        nic.gateway(text);
        return this;
    }

    /** The IPv6 address of its first NIC: {@code auto}, {@code dhcp}, or as in {@code 2001:db8::5/64}. */
    public CloneRequest ipv6(String text) {
        nic.ipv6(text);
        return this;
    }

    /** Where IPv6 packets for other networks go; only with an address that is no matter of DHCP. */
    public CloneRequest gateway6(String text) {
        nic.gateway6(text);
        return this;
    }

    /** The addresses of the DNS servers, with blanks or commas between; if nothing is said, those of the node. */
    public CloneRequest nameserver(String text) {
        Request.given(text)
                .ifPresent(given -> configuration()
                        .text(
                                "nameserver",
                                split(given)
                                        .map(address -> FirstNic.host(
                                                "nameserver",
                                                address,
                                                address.contains(":") ? AddressFamily.IPV6 : AddressFamily.IPV4))
                                        .collect(Collectors.joining(" "))));
        return this;
    }

    /** The domains in which names without one are looked up, with blanks or commas between. */
    public CloneRequest searchDomain(String text) {
        Request.given(text)
                .ifPresent(given -> configuration()
                        .text(
                                "searchdomain",
                                split(given).map(CloneRequest::domain).collect(Collectors.joining(" "))));
        return this;
    }

    private static Stream<String> split(String text) {
        return SEPARATOR.splitAsStream(text).filter(part -> !part.isEmpty());
    }

    private static String domain(String text) {
        try {
            return new GuestName(text).text();
        } catch (ProxmoxException e) {
            throw ProxmoxException.invalid(
                    "searchDomain",
                    "searchDomain: '" + text + "' is no domain; expected is a DNS name as in ci.example.com");
        }
    }

    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if what was said does not go
     *     together
     */
    void check() {
        nic.check();
        if (nic.isGiven() && options().containsKey(FirstNic.NIC)) {
            throw ProxmoxException.invalid(
                    "config", "config: the option net0 does not go with what else was said of the first NIC");
        }
        if (nic.isAddressed() && options().containsKey(FirstNic.CLOUD_INIT)) {
            throw ProxmoxException.invalid(
                    "ipConfig", "ipConfig does not go with ipv4 and ipv6; expected is either of them");
        }
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
                .bootDisk(request.text("bootDisk"))
                .bridge(request.text("bridge"))
                .vlan(request.number("vlan"))
                .ipv4(request.text("ipv4"))
                .gateway(request.text("gateway"))
                .ipv6(request.text("ipv6"))
                .gateway6(request.text("gateway6"))
                .read(request);
    }

    @Override
    void write(Request request) {
        request.with("template", template)
                .with("full", full)
                .with("snapshot", snapshot)
                .with("bootDisk", bootDisk);
        nic.write(request);
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

    Optional<DataSize> bootDisk() {
        return bootDisk;
    }

    FirstNic nic() {
        return nic;
    }
}

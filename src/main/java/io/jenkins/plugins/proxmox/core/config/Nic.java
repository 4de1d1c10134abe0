package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A NIC of a guest, the option {@code netN}. A VM's has a model, {@code virtio=BC:24:11:00:00:01,bridge=vmbr0}; a
 * container's has a name, {@code name=eth0,hwaddr=BC:24:11:00:00:01,bridge=vmbr0}.
 */
public record Nic(PropertyString text) {
    /** What QEMU can emulate. */
    private static final List<String> MODELS = List.of(
            "virtio",
            "e1000",
            "e1000-82540em",
            "e1000-82544gc",
            "e1000-82545em",
            "e1000e",
            "i82551",
            "i82557b",
            "i82559er",
            "ne2k_isa",
            "ne2k_pci",
            "pcnet",
            "rtl8139",
            "vmxnet3");

    /** Linux has no longer names for interfaces. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,15}");

    private static final Pattern STATIC = Pattern.compile("([0-9A-Fa-f:.]+)/\\d+");
    private static final int LAST_VLAN = 4094;

    /** Reads a NIC as Proxmox tells it, or as it takes it. */
    public static Nic parse(String text) {
        return new Nic(PropertyString.parse(text));
    }

    /**
     * A VM's NIC of this model, {@code virtio} mostly.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if QEMU has no such model
     */
    public static Nic ofVirtualMachine(String model) {
        String trimmed = model.trim();
        if (!MODELS.contains(trimmed)) {
            throw ProxmoxException.invalid(
                    "model", "'" + trimmed + "' is no model of a NIC; expected is one of " + String.join(", ", MODELS));
        }
        return parse(trimmed);
    }

    /**
     * A container's NIC that it sees by this name, {@code eth0} mostly.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if Linux could not name it so
     */
    public static Nic ofContainer(String name) {
        String trimmed = name.trim();
        if (!NAME.matcher(trimmed).matches()) {
            throw ProxmoxException.invalid(
                    "name",
                    "'" + trimmed
                            + "' is no name of a NIC; expected are 1 to 15 letters, digits and . _ -, as in eth0");
        }
        return parse("name=" + trimmed);
    }

    /** What a VM's NIC is emulated as; absent for a container's. */
    public Optional<String> model() {
        return modelWithMac().or(() -> text.valueOrBare("model").filter(MODELS::contains));
    }

    /** What a container calls its NIC; absent for a VM's. */
    public Optional<String> name() {
        return text.value("name");
    }

    /** Its MAC address; absent where Proxmox would make one up. */
    public Optional<MacAddress> mac() {
        return macText().flatMap(MacAddress::find);
    }

    /** The same as it is written, so that one that is wrong is not taken for none. */
    Optional<String> macText() {
        return modelWithMac()
                .flatMap(text::value)
                .or(() -> text.value("macaddr"))
                .or(() -> text.value("hwaddr"));
    }

    /** The model of {@code virtio=BC:24:11:00:00:01}. */
    private Optional<String> modelWithMac() {
        return text.keys().stream().filter(MODELS::contains).findFirst();
    }

    /** The bridge it is plugged into; a VM's NIC without one is behind QEMU's own NAT. */
    public Optional<String> bridge() {
        return text.value("bridge");
    }

    /** The VLAN its packets are tagged with, 1 to 4094. */
    public OptionalInt vlan() {
        return text.value("tag").filter(tag -> tag.matches("[1-9][0-9]{0,3}")).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    /** Whether the firewall of Proxmox filters it. */
    public boolean firewall() {
        return text.flag("firewall").orElse(false);
    }

    /** The addresses that a container's NIC is given without DHCP, IPv4 and IPv6, without their prefix lengths. */
    public List<String> staticAddresses() {
        return Stream.of("ip", "ip6")
                .flatMap(key -> text.value(key).stream())
                .map(STATIC::matcher)
                .filter(Matcher::matches)
                .map(address -> address.group(1))
                .toList();
    }

    /**
     * The same with one part set, whatever its meaning.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be written
     */
    public Nic with(String key, Object value) {
        return new Nic(text.with(key, value));
    }

    /**
     * The same, plugged into this bridge.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if no bridge can be called so
     */
    public Nic withBridge(String bridge) {
        return with("bridge", Names.bridge(bridge));
    }

    /**
     * The same in this VLAN.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the number is not 1 to 4094
     */
    public Nic withVlan(int vlan) {
        if (vlan < 1 || vlan > LAST_VLAN) {
            throw ProxmoxException.invalid(
                    "vlan", "'" + vlan + "' is no VLAN; expected is a number from 1 to " + LAST_VLAN);
        }
        return with("tag", vlan);
    }

    /**
     * The same with this MAC address; the model of a VM's stays as it is.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it has neither a model nor a name, so that nobody can
     *     tell how it would be written
     */
    public Nic withMac(MacAddress mac) {
        String key = name().map(name -> "hwaddr")
                .or(this::modelKey)
                .orElseThrow(() -> ProxmoxException.invalid(
                        "net",
                        "'" + text
                                + "' is no NIC; expected is a model for a VM, as in virtio, or a name for a container,"
                                + " as in name=eth0"));
        return with(key, mac);
    }

    /** What the MAC address of a VM's NIC is behind: {@code virtio=}, unless model and address are told apart. */
    private Optional<String> modelKey() {
        boolean apart = text.value("model").isPresent() || text.value("macaddr").isPresent();
        return model().map(model -> apart ? "macaddr" : model);
    }

    /** As Proxmox reads it. */
    @Override
    public String toString() {
        return text.toString();
    }
}

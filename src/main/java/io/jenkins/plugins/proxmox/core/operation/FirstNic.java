package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.config.Nic;
import io.jenkins.plugins.proxmox.core.network.AddressFamily;
import io.jenkins.plugins.proxmox.core.network.InterfaceAddress;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the first NIC of a clone shall be like. All that is not said stays as in the template, but for its MAC address:
 * Proxmox VE gives each clone new ones, and they are kept.
 */
final class FirstNic {
    static final String NIC = "net0";
    static final String CLOUD_INIT = "ipconfig0";
    private static final String DHCP = "dhcp";
    private static final List<String> ADDRESS = List.of("ip", "gw", "ip6", "gw6");
    private static final int LAST_VLAN = 4094;

    /** Proxmox VE takes no bigger networks. */
    private static final int LEAST_PREFIX = 8;

    private Optional<String> bridge = Optional.empty();
    private Optional<Integer> vlan = Optional.empty();
    private final Map<String, String> address = new LinkedHashMap<>();

    void bridge(String text) {
        bridge = Request.given(text).map(Names::bridge);
    }

    void vlan(Integer number) {
        if (number != null && (number < 1 || number > LAST_VLAN)) {
            throw ProxmoxException.invalid(
                    "vlan", "vlan: " + number + " is no VLAN; expected is a number from 1 to " + LAST_VLAN);
        }
        vlan = Optional.ofNullable(number);
    }

    void ipv4(String text) {
        put("ip", Request.given(text).map(it -> network("ipv4", it, AddressFamily.IPV4, Set.of(DHCP))));
    }

    void gateway(String text) {
        put("gw", Request.given(text).map(it -> host("gateway", it, AddressFamily.IPV4)));
    }

    void ipv6(String text) {
        put("ip6", Request.given(text).map(it -> network("ipv6", it, AddressFamily.IPV6, Set.of("auto", DHCP))));
    }

    void gateway6(String text) {
        put("gw6", Request.given(text).map(it -> host("gateway6", it, AddressFamily.IPV6)));
    }

    private void put(String key, Optional<String> value) {
        value.ifPresentOrElse(text -> address.put(key, text), () -> address.remove(key));
    }

    private static String network(String parameter, String text, AddressFamily family, Set<String> words) {
        if (words.contains(text)) {
            return text;
        }
        return InterfaceAddress.find(text)
                .filter(it -> it.family() == family && it.toString().equals(text))
                .filter(it -> it.prefixLength().orElse(0) >= LEAST_PREFIX)
                .map(InterfaceAddress::toString)
                .orElseThrow(() -> ProxmoxException.invalid(
                        parameter,
                        parameter + ": '" + text + "' is not possible; expected is "
                                + (family == AddressFamily.IPV4
                                        ? "dhcp, or an address with the length of its network's prefix, 8 to 32, as in"
                                                + " 192.0.2.5/24"
                                        : "auto, dhcp, or an address with the length of its network's prefix, 8 to 128,"
                                                + " as in 2001:db8::5/64")));
    }

    static String host(String parameter, String text, AddressFamily family) {
        return InterfaceAddress.find(text)
                .filter(it -> it.family() == family && it.address().equals(text))
                .map(InterfaceAddress::address)
                .orElseThrow(() -> ProxmoxException.invalid(
                        parameter,
                        parameter + ": '" + text + "' is no address; expected is one as in "
                                + (family == AddressFamily.IPV4 ? "192.0.2.1" : "2001:db8::1")));
    }

    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if what was said does not go
     *     together
     */
    void check() {
        requireFixed("gw", "ip", "gateway", "ipv4: '192.0.2.5/24'");
        requireFixed("gw6", "ip6", "gateway6", "ipv6: '2001:db8::5/64'");
    }

    private void requireFixed(String gateway, String ip, String parameter, String example) {
        if (address.containsKey(gateway) && !address.getOrDefault(ip, "").contains("/")) {
            throw ProxmoxException.invalid(
                    parameter,
                    parameter + ": '" + address.get(gateway) + "' needs an address that is no matter of DHCP, as in "
                            + example);
        }
    }

    /** Whether anything was said. */
    boolean isGiven() {
        return bridge.isPresent() || vlan.isPresent() || isAddressed();
    }

    /** Whether an address was given. */
    boolean isAddressed() {
        return !address.isEmpty();
    }

    /** Whether the NIC itself was given something, whatever the type of the guest. */
    boolean isPlugged() {
        return bridge.isPresent() || vlan.isPresent();
    }

    boolean hasBridge() {
        return bridge.isPresent();
    }

    /** What is set in a guest of this type. */
    List<String> keys(GuestType type) {
        List<String> keys = new ArrayList<>();
        boolean machine = type == GuestType.VIRTUAL_MACHINE;
        if (isPlugged() || isAddressed() && !machine) {
            keys.add(NIC);
        }
        if (isAddressed() && machine) {
            keys.add(CLOUD_INIT);
        }
        return keys;
    }

    /** What is set, given what the clone has. */
    Map<String, String> options(GuestType type, GuestConfig clone) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String key : keys(type)) {
            options.put(
                    key,
                    key.equals(NIC)
                            ? nic(type, clone).toString()
                            : addressed(PropertyString.parse(
                                            clone.value(CLOUD_INIT).orElse("")))
                                    .toString());
        }
        return options;
    }

    private Nic nic(GuestType type, GuestConfig clone) {
        boolean machine = type == GuestType.VIRTUAL_MACHINE;
        Nic nic = Optional.ofNullable(clone.nics().get(0))
                .orElseGet(() -> machine ? Nic.ofVirtualMachine("virtio") : Nic.ofContainer("eth0"));
        if (bridge.isPresent()) {
            nic = nic.withBridge(bridge.get());
        }
        if (vlan.isPresent()) {
            nic = nic.withVlan(vlan.get());
        }
        return machine ? nic : new Nic(addressed(nic.text()));
    }

    /**
     * What was said of one family says all of it: the template's gateway is of no use to another address. The order is always
     * the same, so that what is set once more is the same as before.
     */
    private PropertyString addressed(PropertyString text) {
        PropertyString result = text;
        for (String key : ADDRESS) {
            result = result.without(key);
        }
        for (String key : ADDRESS) {
            boolean said = address.containsKey(key.replace("gw", "ip"));
            Optional<String> value = said ? text(key) : text.value(key);
            if (value.isPresent()) {
                result = result.with(key, value.get());
            }
        }
        return result;
    }

    void write(Request request) {
        request.with("bridge", bridge)
                .with("vlan", vlan)
                .with("ipv4", text("ip"))
                .with("gateway", text("gw"))
                .with("ipv6", text("ip6"))
                .with("gateway6", text("gw6"));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(address.get(key));
    }
}

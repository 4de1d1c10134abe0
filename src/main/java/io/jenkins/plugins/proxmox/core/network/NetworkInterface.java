package io.jenkins.plugins.proxmox.core.network;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A network interface as the guest itself sees it.
 *
 * @param name as the guest calls it, as in {@code eth0} or {@code Ethernet}; empty if it was not told
 * @param mac its MAC address; tunnels have none
 * @param addresses all its addresses in the order in which they were told, unreachable ones included
 */
public record NetworkInterface(String name, Optional<MacAddress> mac, List<InterfaceAddress> addresses) {
    /** Bridges and pairs that container engines and hypervisors inside the guest make for guests of their own. */
    private static final Pattern OF_AN_ENGINE = Pattern.compile(
            "docker\\d+|docker_gwbridge|podman\\d+|cni\\d+|cni-.*|veth.*|br-.*|virbr.*|lxcbr\\d+|lxdbr\\d+|flannel.*|cali.*");

    /** Keeps a copy of the addresses. */
    public NetworkInterface {
        addresses = List.copyOf(addresses);
    }

    /**
     * What the guest agent of a VM tells: {@code GET .../agent/network-get-interfaces}. It leaves empty lists of
     * addresses out.
     */
    public static List<NetworkInterface> ofGuestAgent(Reply data) {
        return data.list("result").stream().map(NetworkInterface::of).toList();
    }

    /**
     * What the node tells of a container: {@code GET .../interfaces}; nothing of one that is off. Before PVE 8.4 it is
     * one address per family.
     */
    public static List<NetworkInterface> ofContainer(Reply data) {
        return data.elements().stream().map(NetworkInterface::of).toList();
    }

    /** Whether a container engine or a hypervisor inside the guest made it, by its name. */
    boolean isOfAnEngine() {
        return OF_AN_ENGINE.matcher(name).matches();
    }

    private static NetworkInterface of(Reply data) {
        Map<String, InterfaceAddress> addresses = new LinkedHashMap<>();
        Stream<InterfaceAddress> listed = data.list("ip-addresses").stream()
                .flatMap(it -> it
                        .text("ip-address")
                        .flatMap(address ->
                                InterfaceAddress.find(address, it.text("prefix").orElse("")))
                        .stream());
        Stream<InterfaceAddress> single =
                Stream.of("inet", "inet6").flatMap(key -> data.text(key).flatMap(InterfaceAddress::find).stream());
        // Newer releases tell the same address both ways.
        Stream.concat(listed, single).forEach(it -> addresses.putIfAbsent(it.address(), it));
        return new NetworkInterface(
                data.text("name").orElse(""),
                data.text("hardware-address").or(() -> data.text("hwaddr")).flatMap(MacAddress::find),
                List.copyOf(addresses.values()));
    }
}

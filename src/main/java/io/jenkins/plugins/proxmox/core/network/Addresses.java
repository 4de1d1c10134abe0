package io.jenkins.plugins.proxmox.core.network;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Picks the addresses of a guest that others can reach. Inside a guest there are more: loopback, link-local ones, and
 * the bridges of container engines, whose MAC is in no configuration of Proxmox.
 */
public final class Addresses {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private Addresses() {}

    /** What {@code network-get-interfaces} tells; empty lists of addresses are left out by the guest agent. */
    public static List<String> ofVirtualMachine(Reply data, List<MacAddress> macs) {
        return reachable(data.list("result").stream(), macs);
    }

    /** What {@code interfaces} tells; before PVE 8.4 there is one address per family, with its prefix length. */
    public static List<String> ofContainer(Reply data, List<MacAddress> macs) {
        return reachable(data.elements().stream(), macs);
    }

    /** The static addresses that a container's {@code netN} name. */
    public static List<String> ofConfiguration(GuestConfig config) {
        return sorted(config.nics().values().stream().flatMap(nic -> nic.staticAddresses().stream()));
    }

    private static List<String> reachable(Stream<Reply> nics, List<MacAddress> macs) {
        return sorted(
                nics.filter(nic -> mac(nic).filter(macs::contains).isPresent()).flatMap(Addresses::ofNic));
    }

    private static Optional<MacAddress> mac(Reply nic) {
        return nic.text("hardware-address").or(() -> nic.text("hwaddr")).flatMap(MacAddress::find);
    }

    private static Stream<String> ofNic(Reply nic) {
        return Stream.concat(
                nic.list("ip-addresses").stream().map(a -> a.text("ip-address")).flatMap(Optional::stream),
                Stream.of("inet", "inet6")
                        .map(nic::text)
                        .flatMap(Optional::stream)
                        .map(Addresses::withoutPrefix));
    }

    private static String withoutPrefix(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }

    private static List<String> sorted(Stream<String> addresses) {
        return addresses
                .filter(Addresses::reachable)
                .distinct()
                .sorted(Comparator.comparing(a -> a.contains(":")))
                .toList();
    }

    private static boolean reachable(String text) {
        // Only literals: a name would be looked up.
        if (!LITERAL.matcher(text).matches()) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            return !address.isLoopbackAddress()
                    && !address.isLinkLocalAddress()
                    && !address.isAnyLocalAddress()
                    && !address.isMulticastAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

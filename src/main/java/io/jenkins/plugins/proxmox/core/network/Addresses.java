package io.jenkins.plugins.proxmox.core.network;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses at which others can reach a guest, without their prefix lengths. Inside a guest there are more: loopback,
 * link-local ones, and those of tunnels and of the bridges of container engines, whose MAC is in no configuration of
 * Proxmox.
 */
public final class Addresses {
    private record Found(Optional<MacAddress> nic, InterfaceAddress address) {}

    private final List<Found> found;

    private Addresses(Stream<Found> addresses) {
        // Two interfaces of a guest can share a MAC and tell the same address, as a NIC and a bridge on it do.
        Set<String> known = new HashSet<>();
        found = addresses
                .filter(it -> it.address().isReachable())
                .filter(it -> known.add(it.address().address()))
                .sorted(Comparator.comparing(it -> it.address().family()))
                .toList();
    }

    /**
     * Picks them among all that the guest has.
     *
     * @param nics the MACs of the NICs in the guest's configuration, in their order; if there are none, as when the guest
     *     owns a device of the node, every interface counts that no container engine inside the guest made
     */
    public static Addresses of(List<NetworkInterface> interfaces, List<MacAddress> nics) {
        List<NetworkInterface> own =
                interfaces.stream().filter(it -> !it.isOfAnEngine()).toList();
        if (nics.isEmpty()) {
            return new Addresses(own.stream().flatMap(Addresses::of));
        }
        return new Addresses(nics.stream()
                .flatMap(nic -> own.stream().filter(it -> it.mac().equals(Optional.of(nic))))
                .flatMap(Addresses::of));
    }

    /** The static addresses that a container's {@code netN} name, whether it has them at this moment or not. */
    public static Addresses ofConfiguration(GuestConfig config) {
        return new Addresses(config.nics().values().stream()
                .flatMap(nic -> nic.staticAddresses().stream()
                        .flatMap(address -> InterfaceAddress.find(address).stream())
                        .map(address -> new Found(nic.mac(), address))));
    }

    /** All of them: IPv4 before IPv6, and each in the order of the NICs. */
    public List<String> all() {
        return texts(found.stream());
    }

    /** The IPv4 ones in the order of the NICs. */
    public List<String> ipv4() {
        return texts(found.stream().filter(it -> it.address().family() == AddressFamily.IPV4));
    }

    /** The IPv6 ones in the order of the NICs. */
    public List<String> ipv6() {
        return texts(found.stream().filter(it -> it.address().family() == AddressFamily.IPV6));
    }

    /** Those of one NIC, IPv4 before IPv6; empty if there is no such NIC. */
    public List<String> ofNic(MacAddress nic) {
        return texts(found.stream().filter(it -> it.nic().equals(Optional.of(nic))));
    }

    /** Whether there is none (yet). */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    private static List<String> texts(Stream<Found> addresses) {
        return addresses.map(it -> it.address().address()).toList();
    }

    private static Stream<Found> of(NetworkInterface its) {
        return its.addresses().stream().map(address -> new Found(its.mac(), address));
    }

    @Override
    public String toString() {
        return String.join(", ", all());
    }
}

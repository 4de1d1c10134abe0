package io.jenkins.plugins.proxmox.core.network;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Addresses that follow one another in one network, to be handed out to guests. Those that no guest can have are left out:
 * the first one of a network, which stands for the network itself or for any of its routers, and of IPv4 the last one, which
 * all listen to.
 *
 * @param first the lowest one
 * @param last the highest one; may be the first as well
 * @param prefixLength of their network, 1 to 32 or 128
 */
public record AddressRange(IpAddress first, IpAddress last, int prefixLength) {
    private static final String EXPECTED =
            "expected is one as in 10.0.0.50-10.0.0.99/24, a network as in 10.0.0.0/24, or"
                    + " an address as in 10.0.0.50/24";

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if these are no addresses of one network, the lower one first,
     *     or none that a guest can have
     */
    public AddressRange {
        String text = first + "-" + last + "/" + prefixLength;
        if (first.family() != last.family()) {
            throw invalid(text, "both have to be IPv4 or both IPv6 addresses");
        }
        int bits = IpAddress.bits(first.family());
        if (prefixLength < 1 || prefixLength > bits) {
            throw invalid(text, "the prefix length can be 1 to " + bits);
        }
        if (first.compareTo(last) > 0) {
            throw invalid(text, "the lower address has to be the first one");
        }
        Subnet network = new Subnet(first, prefixLength);
        if (!network.contains(last)) {
            throw invalid(text, "not all of these are in the network " + network);
        }
        // Networks of two addresses or one have nothing but guests (RFC 3021, RFC 6164).
        if (bits - prefixLength > 1) {
            first = first.equals(network.first()) ? first.next() : first;
            boolean broadcast = first.family() == AddressFamily.IPV4 && last.equals(network.last());
            last = broadcast ? new IpAddress(last.family(), last.number().subtract(BigInteger.ONE)) : last;
        }
        if (first.compareTo(last) > 0) {
            throw invalid(text, "no guest can have the first or last address of its network");
        }
    }

    /**
     * Reads {@code 10.0.0.50-10.0.0.99/24}; a network as in {@code 10.0.0.0/24} stands for all its addresses.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it is none
     */
    public static AddressRange parse(String text) {
        String trimmed = text.trim();
        String[] parts = trimmed.split("/", -1);
        if (parts.length != 2 || !parts[1].trim().matches("\\d{1,3}")) {
            throw invalid(trimmed, "the prefix length of the network is missing; " + EXPECTED);
        }
        int prefixLength = Integer.parseInt(parts[1].trim());
        List<IpAddress> ends = Arrays.stream(parts[0].split("-", -1))
                .map(String::trim)
                .flatMap(it -> it.contains("%") ? Stream.empty() : IpAddress.find(it).stream())
                .toList();
        if (ends.isEmpty() || ends.size() != parts[0].split("-", -1).length || ends.size() > 2) {
            throw invalid(trimmed, EXPECTED);
        }
        if (ends.size() == 2) {
            return new AddressRange(ends.get(0), ends.get(1), prefixLength);
        }
        IpAddress only = ends.get(0);
        Optional<Subnet> whole = prefixLength <= IpAddress.bits(only.family())
                ? Optional.of(new Subnet(only, prefixLength))
                        .filter(it -> it.first().equals(only))
                : Optional.empty();
        return new AddressRange(only, whole.map(Subnet::last).orElse(only), prefixLength);
    }

    /**
     * Reads several ones with commas between, all of the same family.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if any of them is none, or if there is none at all
     */
    public static List<AddressRange> list(String text) {
        List<AddressRange> ranges = Arrays.stream(text.split(","))
                .filter(part -> !part.isBlank())
                .map(AddressRange::parse)
                .toList();
        if (ranges.isEmpty()) {
            throw invalid("", EXPECTED);
        }
        if (ranges.stream().anyMatch(it -> it.family() != ranges.get(0).family())) {
            throw invalid(text.trim(), "all of them have to be IPv4 or all IPv6 addresses");
        }
        return ranges;
    }

    private static ProxmoxException invalid(String text, String why) {
        return ProxmoxException.invalid("addresses", "'" + text + "' is no range of addresses: " + why);
    }

    /** IPv4 or IPv6. */
    public AddressFamily family() {
        return first.family();
    }

    /** Whether the address is one of these. */
    public boolean contains(IpAddress address) {
        return address.family() == family() && address.compareTo(first) >= 0 && address.compareTo(last) <= 0;
    }

    /** How many addresses these are, 1 at least; as many as a {@code long} can tell. */
    public long size() {
        BigInteger size = last.number().subtract(first.number()).add(BigInteger.ONE);
        return size.bitLength() < Long.SIZE ? size.longValue() : Long.MAX_VALUE;
    }

    /** All of them in their order, made up while they are looked at. */
    public Stream<IpAddress> addresses() {
        return Stream.iterate(first.number(), it -> it.compareTo(last.number()) <= 0, it -> it.add(BigInteger.ONE))
                .map(number -> new IpAddress(family(), number));
    }

    /** {@code 10.0.0.50-10.0.0.99/24}, or {@code 10.0.0.50/24} for a single one. */
    @Override
    public String toString() {
        return (first.equals(last) ? first.toString() : first + "-" + last) + "/" + prefixLength;
    }
}

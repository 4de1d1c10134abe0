package io.jenkins.plugins.proxmox.core.network;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An IPv4 or IPv6 address; equal to another however both were written. It has no zone.
 *
 * @param family IPv4 also for what IPv6 writes as {@code ::ffff:192.0.2.5}
 * @param number its bits, 32 or 128 of them
 */
public record IpAddress(AddressFamily family, BigInteger number) implements Comparable<IpAddress> {
    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;
    private static final BigInteger OCTET = BigInteger.valueOf(0xFF);
    private static final BigInteger GROUP = BigInteger.valueOf(0xFFFF);

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the number has more bits than its family
     */
    public IpAddress {
        if (number.signum() < 0 || number.bitLength() > bits(family)) {
            throw ProxmoxException.invalid("address", number + " is no number of an address");
        }
    }

    /**
     * Reads {@code 192.0.2.5} or {@code 2001:db8::5}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it is no address, or one with a zone
     */
    public static IpAddress parse(String text) {
        return Optional.of(text.trim())
                .filter(it -> !it.contains("%"))
                .flatMap(IpAddress::find)
                .orElseThrow(() -> ProxmoxException.invalid(
                        "address",
                        "'" + text.trim() + "' is no IP address; expected is one as in 192.0.2.5 or 2001:db8::5"));
    }

    /** Reads an address that a server tells, and leaves its zone out; absent if it is none. */
    public static Optional<IpAddress> find(String text) {
        return InterfaceAddress.parse(text.trim())
                .map(InetAddress::getAddress)
                .map(bytes -> new IpAddress(
                        bytes.length == Integer.BYTES ? AddressFamily.IPV4 : AddressFamily.IPV6,
                        new BigInteger(1, bytes)));
    }

    /** How many bits its family's addresses have: 32 or 128. */
    static int bits(AddressFamily family) {
        return family == AddressFamily.IPV4 ? Integer.SIZE : GROUPS * GROUP_BITS;
    }

    /** The one after it; there must be one. */
    IpAddress next() {
        return new IpAddress(family, number.add(BigInteger.ONE));
    }

    /** IPv4 before IPv6, and then by number. */
    @Override
    public int compareTo(IpAddress other) {
        return Comparator.comparing(IpAddress::family)
                .thenComparing(IpAddress::number)
                .compare(this, other);
    }

    /** Short and in lower case, as the address is usually written. */
    @Override
    public String toString() {
        return family == AddressFamily.IPV4 ? ipv4() : ipv6();
    }

    private String ipv4() {
        return Stream.of(24, 16, 8, 0)
                .map(shift -> number.shiftRight(shift).and(OCTET).toString())
                .collect(Collectors.joining("."));
    }

    /** The longest run of zeros, the first of several, becomes two colons. */
    private String ipv6() {
        List<Integer> groups = new ArrayList<>();
        for (int i = GROUPS - 1; i >= 0; i--) {
            groups.add(number.shiftRight(i * GROUP_BITS).and(GROUP).intValue());
        }
        int start = 0;
        int longest = 0;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups.get(i + zeros) == 0) {
                zeros++;
            }
            if (zeros > longest) {
                start = i;
                longest = zeros;
            }
        }
        return longest < 2
                ? text(groups)
                : text(groups.subList(0, start)) + "::" + text(groups.subList(start + longest, GROUPS));
    }

    private static String text(List<Integer> groups) {
        return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
    }
}

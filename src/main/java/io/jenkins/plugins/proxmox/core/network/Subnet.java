package io.jenkins.plugins.proxmox.core.network;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * All addresses that begin with the same bits.
 *
 * @param first the lowest of them
 * @param prefixLength how many bits these are, 0 to 32 or 128
 */
public record Subnet(IpAddress first, int prefixLength) {
    private static final String EXPECTED = "; expected is one as in 192.0.2.0/24 or 2001:db8::/64";

    /**
     * Takes any address of it for the first one.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the prefix length is out of range
     */
    public Subnet {
        int bits = IpAddress.bits(first.family());
        if (prefixLength < 0 || prefixLength > bits) {
            throw ProxmoxException.invalid(
                    "network",
                    "'" + first + "/" + prefixLength + "' is no network: the prefix length can be 0 to " + bits);
        }
        int host = bits - prefixLength;
        first = new IpAddress(first.family(), first.number().shiftRight(host).shiftLeft(host));
    }

    /**
     * Reads {@code 192.0.2.0/24}; an address without a prefix length is a network of its own.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it is no network
     */
    public static Subnet parse(String text) {
        String[] parts = text.trim().split("/", -1);
        Optional<IpAddress> address = IpAddress.find(parts[0]).filter(it -> !text.contains("%"));
        if (address.isEmpty() || parts.length > 2 || parts.length == 2 && !parts[1].matches("\\d{1,3}")) {
            throw ProxmoxException.invalid("network", "'" + text.trim() + "' is no network" + EXPECTED);
        }
        int length = parts.length == 2
                ? Integer.parseInt(parts[1])
                : IpAddress.bits(address.get().family());
        return new Subnet(address.get(), length);
    }

    /** The highest of its addresses. */
    public IpAddress last() {
        return new IpAddress(first.family(), first.number().add(size()).subtract(BigInteger.ONE));
    }

    /** How many addresses it has. */
    BigInteger size() {
        return BigInteger.ONE.shiftLeft(IpAddress.bits(first.family()) - prefixLength);
    }

    /** Whether the address is one of these. */
    public boolean contains(IpAddress address) {
        return address.family() == first.family() && address.compareTo(first) >= 0 && address.compareTo(last()) <= 0;
    }

    /** Whether all addresses of the other one are addresses of this one. */
    public boolean contains(Subnet other) {
        return prefixLength <= other.prefixLength && contains(other.first);
    }

    /** {@code 192.0.2.0/24}. */
    @Override
    public String toString() {
        return first + "/" + prefixLength;
    }
}

package io.jenkins.plugins.proxmox.core.network;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An address of a network interface.
 *
 * @param address an IPv4 or IPv6 address as it was told, perhaps with its zone as in {@code fe80::1%eth0}; never a name
 * @param prefixLength of the network, 0 to 32 or 128; empty if it was not told
 */
public record InterfaceAddress(String address, OptionalInt prefixLength) {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

    /** Begins so that {@link InetAddress} takes it for an address whatever follows, and looks no name up. */
    private static final Pattern IPV6 = Pattern.compile("(?=[^:]*:)[0-9A-Fa-f:][0-9A-Fa-f.:]*");

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if it is no address
     */
    public InterfaceAddress {
        if (parse(address).isEmpty()) {
            throw ProxmoxException.invalid(
                    "address",
                    "'" + address + "' is no IP address; expected is one as in 192.0.2.5 or 2001:db8::5, not a name");
        }
        int longest = family(address) == AddressFamily.IPV4 ? 32 : 128;
        if (prefixLength.isPresent() && (prefixLength.getAsInt() < 0 || prefixLength.getAsInt() > longest)) {
            throw ProxmoxException.invalid(
                    "prefixLength",
                    prefixLength.getAsInt() + " is no prefix length of " + address + "; expected is 0 to " + longest);
        }
    }

    /** Reads an address that a server tells, with or without {@code /24} behind it; absent if it is none. */
    public static Optional<InterfaceAddress> find(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? find(text, "") : find(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Reads an address and the prefix length beside it; a length that is none is left out. */
    static Optional<InterfaceAddress> find(String text, String prefixLength) {
        String address = text.trim();
        if (parse(address).isEmpty()) {
            return Optional.empty();
        }
        int longest = family(address) == AddressFamily.IPV4 ? 32 : 128;
        OptionalInt length = prefixLength.trim().matches("\\d{1,3}")
                ? OptionalInt.of(Integer.parseInt(prefixLength.trim()))
                : OptionalInt.empty();
        return Optional.of(new InterfaceAddress(
                address, length.isPresent() && length.getAsInt() <= longest ? length : OptionalInt.empty()));
    }

    /** IPv4 or IPv6. */
    public AddressFamily family() {
        return family(address);
    }

    /** Whether others can reach it: neither loopback nor link-local, unspecified or multicast. */
    public boolean isReachable() {
        return parse(address)
                .filter(it -> !it.isLoopbackAddress()
                        && !it.isLinkLocalAddress()
                        && !it.isAnyLocalAddress()
                        && !it.isMulticastAddress())
                .isPresent();
    }

    private static AddressFamily family(String address) {
        return address.contains(":") ? AddressFamily.IPV6 : AddressFamily.IPV4;
    }

    /** The address without its zone; absent if the text is none. No name is looked up. */
    static Optional<InetAddress> parse(String text) {
        // A zone names an interface of the guest, which this machine does not have.
        int zone = text.indexOf('%');
        String literal = zone > 0 && text.contains(":") ? text.substring(0, zone) : text;
        if (!IPV4.matcher(literal).matches() && !IPV6.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** {@code 192.0.2.5/24}, or without the prefix length if it is not known. */
    @Override
    public String toString() {
        return prefixLength.isPresent() ? address + "/" + prefixLength.getAsInt() : address;
    }
}

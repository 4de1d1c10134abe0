package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The MAC address of a NIC; equal to another in whatever case both were written.
 *
 * @param text six pairs of hexadecimal digits with colons between, kept in upper case as Proxmox writes them; unicast,
 *     so the second digit is even
 */
public record MacAddress(String text) {
    private static final Pattern SYNTAX = Pattern.compile("[0-9A-F][02468ACE](?::[0-9A-F]{2}){5}");

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if Proxmox would not take the address
     */
    public MacAddress {
        String upper = text.trim().toUpperCase(Locale.ROOT);
        if (!SYNTAX.matcher(upper).matches()) {
            throw ProxmoxException.invalid(
                    "mac",
                    "'" + text.trim()
                            + "' is no MAC address of a NIC; expected are six pairs of hexadecimal digits with"
                            + " colons between, the second digit even, as in BC:24:11:00:00:01");
        }
        text = upper;
    }

    /** Reads an address that a server tells; absent if it is none, or one of many receivers. */
    public static Optional<MacAddress> find(String text) {
        return SYNTAX.matcher(text.trim().toUpperCase(Locale.ROOT)).matches()
                ? Optional.of(new MacAddress(text))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.network.AddressFamily;

/**
 * An address that the configuration of a template has, and so each of its clones.
 *
 * @param nic the number of its NIC, from 0 on
 */
public record FixedAddress(int nic, AddressFamily family, String address) {
    static FixedAddress of(int nic, String address) {
        return new FixedAddress(nic, address.contains(":") ? AddressFamily.IPV6 : AddressFamily.IPV4, address);
    }

    /** {@code 192.0.2.5 (net0)}. */
    @Override
    public String toString() {
        return address + " (net" + nic + ")";
    }
}

package io.jenkins.plugins.proxmox.core.network;

/** The two kinds of addresses. */
public enum AddressFamily {
    /** As in {@code 192.0.2.5}. */
    IPV4,
    /** As in {@code 2001:db8::5}. */
    IPV6
}

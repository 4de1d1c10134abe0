package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Instant;
import java.util.Comparator;

/**
 * How old a guest is among others; the newest one is the greatest. Proxmox VE tells when VMs were made, since PVE 7.2; but a
 * clone has this from its source, and containers have none. Among equals the one with the highest VMID counts as the newest.
 *
 * @param created the beginning of time if it is not known
 */
public record Age(Instant created, VmId vmid) implements Comparable<Age> {
    private static final Comparator<Age> ORDER =
            Comparator.comparing(Age::created).thenComparing(Age::vmid);

    /** That of a guest with this configuration. */
    public static Age of(GuestConfig config, VmId vmid) {
        return new Age(config.created().orElse(Instant.EPOCH), vmid);
    }

    @Override
    public int compareTo(Age other) {
        return ORDER.compare(this, other);
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import java.util.Optional;

/**
 * A guest that was looked up, and how it was at that moment.
 *
 * @param name its name, or {@code VM 101} where it has none
 * @param pool where it is a member, if anywhere; known only of guests that were looked up in the cluster's list
 */
public record FoundGuest(Guest guest, String name, GuestStatus status, Optional<String> pool) {
    /** A guest and what it has just said of itself. */
    public static FoundGuest of(Guest guest, GuestStatus status) {
        return of(guest, status, Optional.empty());
    }

    static FoundGuest of(Guest guest, GuestStatus status, Optional<String> pool) {
        return new FoundGuest(guest, status.name().orElse(guest.type().noun() + " " + guest.vmid()), status, pool);
    }

    /** {@code debian-12 (9000)}. */
    @Override
    public String toString() {
        return name + " (" + guest.vmid() + ")";
    }
}

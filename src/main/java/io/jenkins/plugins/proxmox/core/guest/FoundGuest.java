package io.jenkins.plugins.proxmox.core.guest;

/**
 * A guest that was looked up, and how it was at that moment.
 *
 * @param name its name, or {@code VM 101} where it has none
 */
public record FoundGuest(Guest guest, String name, GuestStatus status) {
    /** A guest and what it has just said of itself. */
    public static FoundGuest of(Guest guest, GuestStatus status) {
        return new FoundGuest(guest, status.name().orElse(guest.type().noun() + " " + guest.vmid()), status);
    }

    /** {@code debian-12 (9000)}. */
    @Override
    public String toString() {
        return name + " (" + guest.vmid() + ")";
    }
}

package io.jenkins.plugins.proxmox.embedded.state;

import java.util.Map;

/** What a backup holds of a guest, its disks aside. */
public record SavedGuest(GuestKind kind, Map<String, String> config, GuestSystem system) {
    public static SavedGuest of(Guest guest) {
        return new SavedGuest(
                guest.kind(), Map.copyOf(guest.config()), guest.system().copy());
    }
}

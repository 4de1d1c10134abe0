package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** SomeGuests of a cluster that does not exist, for tests that never ask it. */
final class SomeGuests {
    private SomeGuests() {}

    static FoundGuest stopped(GuestType type, int vmid, String name) {
        return found(type, vmid, status(name, "stopped", null, null, false));
    }

    static FoundGuest template(GuestType type, int vmid, String name) {
        return found(type, vmid, status(name, "stopped", null, null, true));
    }

    static GuestStatus status(String status, String qmpStatus, String lock) {
        return status("web", status, qmpStatus, lock, false);
    }

    private static FoundGuest found(GuestType type, int vmid, GuestStatus status) {
        Guest guest = new Cluster(null).guests().of(type, new VmId(vmid), "pve");
        return FoundGuest.of(guest, status);
    }

    private static GuestStatus status(String name, String status, String qmpStatus, String lock, boolean template) {
        return new GuestStatus(
                Optional.of(name),
                status,
                Optional.ofNullable(qmpStatus),
                Optional.ofNullable(lock),
                template,
                Optional.of(Duration.ZERO),
                OptionalLong.empty(),
                false,
                false);
    }
}

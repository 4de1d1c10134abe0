package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import java.util.List;

/** Puts together what an operation gives back. */
final class Facts {
    private Facts() {}

    static GuestFacts of(FoundGuest found, List<String> addresses) {
        GuestStatus status = found.status();
        return new GuestFacts(
                found.guest().vmid(),
                found.name(),
                found.guest().node(),
                found.guest().type(),
                state(status),
                status.template(),
                addresses);
    }

    /** {@code running}, {@code stopped}, {@code paused} or {@code hibernated}. */
    static String state(GuestStatus status) {
        if (status.paused()) {
            return "paused";
        }
        if (status.hibernated()) {
            return "hibernated";
        }
        return status.stopped() ? "stopped" : status.status();
    }

    /** The same of a guest in a list, which tells what QEMU says of a VM, and up to ten seconds late. */
    static String state(GuestEntry guest) {
        return switch (guest.status()) {
            case "stopped" -> guest.lock().filter("suspended"::equals).isPresent() ? "hibernated" : "stopped";
            case "paused", "suspended" -> "paused";
            // A VM that a backup has started only to read its disk.
            case "prelaunch" -> guest.lock().filter("backup"::equals).isPresent() ? "stopped" : "running";
            case "unknown" -> "unknown";
            default -> "running";
        };
    }
}

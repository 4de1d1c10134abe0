package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
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
}

package io.jenkins.plugins.proxmox.cloud.agent;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.ownership.Sightings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finds out whether the guest of an agent is of any use to it. What can't be found out for certain is taken to be well: a build
 * may be under way in it, and nothing brings that back.
 */
public final class GuestLook {
    private static final Logger LOGGER = Logger.getLogger(GuestLook.class.getName());

    private final Cluster cluster;
    private final ProxmoxAgent agent;
    private final AgentGuest guest;

    public GuestLook(Cluster cluster, ProxmoxAgent agent, AgentGuest guest) {
        this.cluster = cluster;
        this.agent = agent;
        this.guest = guest;
    }

    /**
     * Why the guest is lost; empty if it is not, or nobody can tell.
     *
     * @param mayBeStopped whether one that does not run is only to be started
     */
    Optional<String> lost(boolean mayBeStopped) throws IOException {
        try {
            return reason(mayBeStopped);
        } catch (ProxmoxException e) {
            LOGGER.log(Level.FINE, e, () -> "How " + guest + " is can't be told");
            return Optional.empty();
        }
    }

    private Optional<String> reason(boolean mayBeStopped) throws IOException {
        Guest there;
        GuestStatus status;
        try {
            there = at(guest.node());
            status = there.status();
        } catch (ProxmoxException e) {
            if (!e.is(Problem.NotFound.class)) {
                throw e;
            }
            Resources resources = cluster.resources();
            Optional<GuestEntry> entry = resources.guests().stream()
                    .filter(it -> it.vmid().equals(guest.vmid()) && it.type() == guest.type())
                    .findFirst();
            if (entry.isEmpty()) {
                return isGone(resources) ? Optional.of(gone()) : Optional.empty();
            }
            agent.isOn(entry.get().node());
            there = at(entry.get().node());
            status = there.status();
        }
        Optional<Mark> mark = Mark.of(there.config(), guest.vmid());
        if (mark.filter(it -> !it.isSameAs(guest.mark())).isPresent()) {
            return Optional.of(gone());
        }
        return status.stopped() && !mayBeStopped
                ? Optional.of("its guest " + guest + " was stopped by somebody else, or has stopped by itself")
                : Optional.empty();
    }

    private Guest at(String node) {
        return cluster.guests().of(guest.type(), guest.vmid(), node);
    }

    private String gone() {
        return "its guest " + guest + " is gone";
    }

    /** Whether a guest that is not in a list is gone for certain, and not just hidden from us. */
    public boolean isGone(Resources resources) {
        return Sightings.of(resources, Map.of(guest.vmid(), guest.node()))
                        .missing()
                        .contains(guest.vmid())
                && cluster.isFree(guest.vmid());
    }
}

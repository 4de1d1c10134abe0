package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Hands out VMIDs, none of them twice.
 *
 * <p>Proxmox reserves nothing: everybody who asks for the next free VMID before it is used gets the same one. One
 * allocator per cluster keeps our own requests apart; another client can still win the number, which shows when it is
 * used.
 */
public final class VmIdAllocator {
    /** Long enough for a clone to begin; afterwards the cluster itself knows that the number is taken. */
    private static final Duration RESERVATION = Duration.ofMinutes(10);

    private static final int ATTEMPTS = 10_000;

    private final InstantSource clock;
    private final Map<VmId, Instant> reserved = new HashMap<>();

    /**
     * @param clock tells when a reservation is over
     */
    public VmIdAllocator(InstantSource clock) {
        this.clock = clock;
    }

    /** A VMID that is free and that nobody else got from here in the last ten minutes. */
    public synchronized VmId reserve(Cluster cluster) {
        Instant now = clock.instant();
        reserved.values().removeIf(expiry -> expiry.isBefore(now));
        VmId candidate = cluster.nextFreeVmId();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // The first one is free by what the cluster has just said; those after it were not asked for yet.
            if (!reserved.containsKey(candidate) && (attempt == 0 || cluster.isFree(candidate))) {
                reserved.put(candidate, now.plus(RESERVATION));
                return candidate;
            }
            candidate = new VmId(candidate.number() + 1);
        }
        throw new ProxmoxException(new Problem.AlreadyExists(), "No free VMID was found up to " + candidate);
    }
}

package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.GuestEntry;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VmIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Hands out VMIDs, none of them twice.
 *
 * <p>Proxmox reserves nothing: everybody who asks for the next free VMID before it is used gets the same one. One
 * allocator per cluster keeps our own requests apart; another client can still win the number, which shows when it is
 * used. Whoever lost such a race says so, and gets a number further up, where others are less likely to be.
 */
public final class VmIdAllocator {
    /** Long enough for a clone to begin; afterwards the cluster itself knows that the number is taken. */
    private static final Duration RESERVATION = Duration.ofMinutes(10);

    /** After the first lost race one of so many numbers is taken, after each further one of twice as many. */
    private static final int SPREAD = 16;

    private final InstantSource clock;
    private final Optional<VmIdRange> range;
    private final RandomGenerator random;
    private final Map<VmId, Instant> reserved = new HashMap<>();

    /**
     * @param clock tells when a reservation is over
     * @param range the only numbers that are handed out; if absent, those that the cluster hands out itself
     */
    public VmIdAllocator(InstantSource clock, Optional<VmIdRange> range) {
        this(clock, range, RandomGenerator.getDefault());
    }

    VmIdAllocator(InstantSource clock, Optional<VmIdRange> range, RandomGenerator random) {
        this.clock = clock;
        this.range = range;
        this.random = random;
    }

    /**
     * A VMID that is free and that nobody else got from here in the last ten minutes.
     *
     * @param lostRaces how often somebody else was faster to use what was handed out for the same guest; 0 at first
     * @throws ProxmoxException with {@link Problem.AlreadyExists} if none is free in the range
     */
    public VmId reserve(Cluster cluster, int lostRaces) {
        return range.map(it -> reserve(cluster, it, lostRaces)).orElseGet(() -> reserveNext(cluster, lostRaces));
    }

    private VmId reserve(Cluster cluster, VmIdRange within, int lostRaces) {
        Set<VmId> taken = cluster.guests().list().stream().map(GuestEntry::vmid).collect(Collectors.toSet());
        int size = within.size();
        int first = distance(lostRaces) % size;
        for (int i = 0; i < size; i++) {
            VmId candidate = new VmId(within.lowest().number() + (first + i) % size);
            // The list shows only what the credentials may see, so each candidate is asked for as well.
            if (!taken.contains(candidate) && claim(candidate) && cluster.isFree(candidate)) {
                return candidate;
            }
        }
        throw new ProxmoxException(new Problem.AlreadyExists(), "No VMID of the range " + within + " is free");
    }

    private VmId reserveNext(Cluster cluster, int lostRaces) {
        VmId lowest = cluster.nextFreeVmId();
        VmId candidate = new VmId(lowest.number() + distance(lostRaces));
        // The lowest one is free by what the cluster has just said; those after it were not asked for yet.
        while (!claim(candidate) || !(candidate.equals(lowest) || cluster.isFree(candidate))) {
            candidate = new VmId(candidate.number() + 1);
        }
        return candidate;
    }

    private int distance(int lostRaces) {
        return lostRaces == 0 ? 0 : random.nextInt(SPREAD << Math.min(lostRaces - 1, 10));
    }

    /** A number that turns out to be taken stays claimed: nobody needs to ask for it again for some time. */
    private synchronized boolean claim(VmId candidate) {
        Instant now = clock.instant();
        reserved.values().removeIf(expiry -> expiry.isBefore(now));
        return reserved.putIfAbsent(candidate, now.plus(RESERVATION)) == null;
    }
}

package io.jenkins.plugins.proxmox.core.placement;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A slot with what the figures of its node don't tell yet.
 *
 * @param started when its guest was, in the nanoseconds of whoever holds it
 * @param reach to which nodes it may go as long as that is not decided, empty if nobody knows yet; absent if there was no limit
 */
record HeldSlot(Slot slot, Optional<Demand> demand, OptionalLong started, Optional<Set<String>> reach) {
    /** What the cluster tells of itself is up to ten seconds old, and a guest needs some to take what it will use. */
    private static final Duration UNSEEN = Duration.ofSeconds(20);

    static HeldSlot of(Slot slot, Optional<Set<String>> reach) {
        return new HeldSlot(slot, Optional.empty(), OptionalLong.empty(), reach);
    }

    HeldSlot on(Slot other, Optional<Demand> needed, OptionalLong since) {
        return new HeldSlot(other, needed, since, reach);
    }

    boolean isUnseen(long now) {
        return started.isEmpty() || now - started.getAsLong() < UNSEEN.toNanos();
    }

    /** Whether it has no node yet, and these or some of them are among those that it may get. */
    boolean mayGoTo(Set<String> nodes) {
        boolean anywhere = reach.isEmpty() || reach.get().isEmpty();
        return slot.node().isEmpty() && (anywhere || !Collections.disjoint(reach.get(), nodes));
    }

    /** Whether it is the one that finds out where guests of this template can go. */
    boolean findsOutFor(Slot another) {
        return slot.node().isEmpty()
                && reach.filter(Set::isEmpty).isPresent()
                && slot.cloud().equals(another.cloud())
                && slot.template().equals(another.template());
    }
}

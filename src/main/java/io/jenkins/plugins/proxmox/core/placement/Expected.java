package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node's figures don't tell yet: guests that are about to start there.
 *
 * @param guests how many
 * @param memory of them all
 * @param processors of them all
 * @param space of their disks, by storage
 */
public record Expected(int guests, DataSize memory, int processors, Map<String, DataSize> space) {
    /** Nothing. */
    public static final Expected NOTHING = new Expected(0, new DataSize(0), 0, Map.of());

    /** Keeps a copy. */
    public Expected {
        space = Map.copyOf(space);
    }

    /** One more guest. */
    public Expected and(Demand demand) {
        Map<String, DataSize> sum = new HashMap<>(space);
        demand.space()
                .forEach((storage, size) -> sum.merge(storage, size, (a, b) -> new DataSize(a.bytes() + b.bytes())));
        return new Expected(
                guests + 1,
                new DataSize(memory.bytes() + demand.memory().bytes()),
                processors + demand.processors(),
                sum);
    }
}

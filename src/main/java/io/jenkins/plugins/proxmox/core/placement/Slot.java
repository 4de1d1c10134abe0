package io.jenkins.plugins.proxmox.core.placement;

import java.util.Optional;

/**
 * The place that a guest takes up: one that exists, is in the making, or is still being destroyed.
 *
 * @param id of the guest, long before it has a VMID; no two have the same
 * @param cloud whose limit it counts for; something that outlives the renaming of the cloud
 * @param template of this cloud, whose limit it counts for as well
 * @param node where it is or is about to be made; absent as long as that is not decided
 */
public record Slot(String id, String cloud, String template, Optional<String> node) {
    /** The same guest on this node. */
    public Slot on(String other) {
        return new Slot(id, cloud, template, Optional.of(other));
    }

    /** The same guest before its node is decided. */
    public Slot nowhere() {
        return new Slot(id, cloud, template, Optional.empty());
    }
}

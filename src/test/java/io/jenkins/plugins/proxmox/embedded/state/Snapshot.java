package io.jenkins.plugins.proxmox.embedded.state;

import java.util.Map;

/**
 * A snapshot of a guest.
 *
 * @param time in epoch seconds
 * @param parent name of the snapshot before it, or empty
 * @param memory whether it holds the state of a running guest
 * @param config the guest's settings at that time
 */
public record Snapshot(
        String name, String description, long time, String parent, boolean memory, Map<String, String> config) {
    public Snapshot {
        config = Map.copyOf(config);
    }

    public Snapshot withDescription(String text) {
        return new Snapshot(name, text, time, parent, memory, config);
    }

    public Snapshot withParent(String newParent) {
        return new Snapshot(name, description, time, newParent, memory, config);
    }
}

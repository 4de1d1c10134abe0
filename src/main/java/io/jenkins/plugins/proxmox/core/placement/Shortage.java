package io.jenkins.plugins.proxmox.core.placement;

/**
 * Why there is no slot, in words for people.
 *
 * @param text a sentence without a full stop, as in {@code the cloud 'pve' has its 10 guests}
 * @param nodes what the nodes have to do with it, by name; empty if nothing
 */
public record Shortage(String text, String nodes) {
    static Shortage of(String text) {
        return new Shortage(text, "");
    }

    /** Both. */
    @Override
    public String toString() {
        return nodes.isEmpty() ? text : text + ": " + nodes;
    }
}

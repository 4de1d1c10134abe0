package io.jenkins.plugins.proxmox.core.placement;

/**
 * A clone that is possible.
 *
 * @param node where it goes
 * @param demand what it needs there
 */
public record CloneChoice(Template template, String node, Demand demand) {
    /** {@code debian-12 (9000) to pve2}. */
    @Override
    public String toString() {
        return template + " to " + node;
    }
}

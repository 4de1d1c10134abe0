package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.model.Computer;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * What is in the way of one more agent, as a sentence without a full stop.
 *
 * @param text for everybody who may see a build that waits for it
 * @param detail what tells of the cluster, and comes behind it for those who may read the configuration of agents; may be empty
 */
public record Obstacle(String text, String detail) {
    static Obstacle of(String text) {
        return new Obstacle(text, "");
    }

    /** For those who may know everything. */
    String all() {
        return detail.isEmpty() ? text : text + ": " + detail;
    }

    /** For the one who asks. */
    public String forReader() {
        return Optional.ofNullable(Jenkins.getInstanceOrNull())
                        .filter(jenkins -> jenkins.hasPermission(Computer.EXTENDED_READ))
                        .isPresent()
                ? all()
                : text;
    }
}

package io.jenkins.plugins.proxmox.core.placement;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.Cluster;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Adds which nodes are in maintenance where the list of resources does not tell: of old releases, in clusters that use high
 * availability. It is asked once in a minute. Who may not know it, for lack of {@code Sys.Audit} on {@code /}, does without.
 */
final class NodeStates {
    private static final Duration VALID = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Map<String, String> states = Map.of();
    private Instant asked = Instant.EPOCH;

    NodeStates(InstantSource clock) {
        this.clock = clock;
    }

    Resources complete(Cluster cluster, Resources resources) {
        boolean told =
                resources.nodes().stream().anyMatch(node -> node.haState().isPresent());
        if (told || !resources.highAvailability() || cluster.listsNodeStates()) {
            return resources;
        }
        return resources.with(states(cluster));
    }

    private synchronized Map<String, String> states(Cluster cluster) {
        Instant now = clock.instant();
        if (asked.isAfter(now) || asked.plus(VALID).isBefore(now)) {
            asked = now;
            try {
                states = Map.copyOf(cluster.nodeStates());
            } catch (ProxmoxException e) {
                // Where nothing is known, the clone itself tells what is wrong.
                states = Map.of();
            }
        }
        return states;
    }
}

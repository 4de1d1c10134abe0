package io.jenkins.plugins.proxmox.core.placement;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which clones are possible now.
 *
 * @param choices the best one first; none if no node has room, which can be otherwise in a moment
 * @param reasons why the other nodes are left out, by node, for people
 */
public record ClonePlan(List<CloneChoice> choices, Map<String, String> reasons) {
    /** Keeps copies. */
    public ClonePlan {
        choices = List.copyOf(choices);
        reasons = Map.copyOf(reasons);
    }

    /** The best one, if any is possible. */
    public Optional<CloneChoice> best() {
        return choices.stream().findFirst();
    }

    /** All the reasons in one line: {@code pve1 is offline; pve2 is in maintenance}. */
    public String reasonsText() {
        return new Ranking(List.of(), reasons).reasonsText();
    }
}

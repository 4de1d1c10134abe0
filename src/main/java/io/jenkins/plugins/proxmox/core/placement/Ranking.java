package io.jenkins.plugins.proxmox.core.placement;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which nodes can take a new guest.
 *
 * @param nodes the best one first
 * @param reasons why the others can't, by node, for people
 */
public record Ranking(List<String> nodes, Map<String, String> reasons) {
    /** Keeps copies. */
    public Ranking {
        nodes = List.copyOf(nodes);
        reasons = Map.copyOf(reasons);
    }

    /** All the reasons in one line: {@code pve1 is offline; pve2 has 1 GiB of memory to spare, 4 GiB are needed}. */
    public String reasonsText() {
        return new TreeMap<>(reasons)
                .entrySet().stream()
                        .map(reason -> reason.getKey() + " " + reason.getValue())
                        .collect(Collectors.joining("; "));
    }
}

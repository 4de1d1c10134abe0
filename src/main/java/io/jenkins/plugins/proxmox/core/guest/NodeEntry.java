package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A node as lists of the cluster show it. The figures are absent for nodes that are down, and without {@code Sys.Audit}
 * on the node; they are up to ten seconds old.
 *
 * @param load how busy its processors are, 0 to 1
 * @param processors how many it has, threads counted
 * @param haState what the HA manager makes of it, as in {@code online} or {@code maintenance}; absent in a cluster without
 *     high availability, and before PVE 8.3
 */
public record NodeEntry(
        String name,
        boolean online,
        OptionalDouble load,
        OptionalLong processors,
        Optional<DataSize> memoryUsed,
        Optional<DataSize> memory,
        Optional<Duration> uptime,
        Optional<String> haState) {
    private static final Set<String> CLOSED = Set.of("maintenance", "fence", "gone");

    /** A node of which the HA manager says nothing. */
    public NodeEntry(
            String name,
            boolean online,
            OptionalDouble load,
            OptionalLong processors,
            Optional<DataSize> memoryUsed,
            Optional<DataSize> memory,
            Optional<Duration> uptime) {
        this(name, online, load, processors, memoryUsed, memory, uptime, Optional.empty());
    }

    /** Reads an entry of {@code GET /nodes} or {@code GET /cluster/resources}. */
    static NodeEntry of(Reply data) {
        return new NodeEntry(
                data.text("node").orElse(""),
                data.text("status").filter("online"::equals).isPresent(),
                data.decimal("cpu"),
                data.number("maxcpu"),
                Figures.size(data, "mem"),
                Figures.size(data, "maxmem"),
                Figures.seconds(data, "uptime"),
                data.text("hastate"));
    }

    /** The same with what the HA manager makes of it. */
    NodeEntry inState(String state) {
        return new NodeEntry(name, online, load, processors, memoryUsed, memory, uptime, Optional.of(state));
    }

    /** Whether guests are to leave it, or have left it, as for an upgrade of the node. */
    public boolean closed() {
        return haState.filter(CLOSED::contains).isPresent();
    }
}

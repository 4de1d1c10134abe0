package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A node as lists of the cluster show it. The figures are absent for nodes that are down, and without {@code Sys.Audit}
 * on the node; they are up to ten seconds old.
 *
 * @param load how busy its processors are, 0 to 1
 * @param processors how many it has, threads counted
 */
public record NodeEntry(
        String name,
        boolean online,
        OptionalDouble load,
        OptionalLong processors,
        Optional<DataSize> memoryUsed,
        Optional<DataSize> memory,
        Optional<Duration> uptime) {

    /** Reads an entry of {@code GET /nodes} or {@code GET /cluster/resources}. */
    static NodeEntry of(Reply data) {
        return new NodeEntry(
                data.text("node").orElse(""),
                data.text("status").filter("online"::equals).isPresent(),
                data.decimal("cpu"),
                data.number("maxcpu"),
                Figures.size(data, "mem"),
                Figures.size(data, "maxmem"),
                Figures.seconds(data, "uptime"));
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a node is at this moment: {@code GET /nodes/{node}/status}. What a release does not tell is absent.
 *
 * @param version of the package pve-manager, as in {@code pve-manager/8.4.21/...}
 * @param kernel as in {@code Linux 6.8.12-9-pve}
 * @param processorModel what the processors are called
 * @param processors how many there are, threads counted
 * @param load how busy they are, 0 to 1
 * @param loadAverages of the last 1, 5 and 15 minutes
 * @param memory what is built in
 * @param rootDiskFree what is free where the system of the node is installed
 */
public record NodeStatus(
        Optional<String> version,
        Optional<String> kernel,
        Optional<String> processorModel,
        OptionalLong processors,
        OptionalDouble load,
        List<Double> loadAverages,
        Optional<DataSize> memory,
        Optional<DataSize> memoryUsed,
        Optional<DataSize> memoryFree,
        Optional<DataSize> rootDisk,
        Optional<DataSize> rootDiskFree,
        Optional<Duration> uptime) {

    static NodeStatus of(Reply data) {
        Reply processors = data.object("cpuinfo");
        Reply memory = data.object("memory");
        Reply disk = data.object("rootfs");
        return new NodeStatus(
                data.text("pveversion"),
                data.text("kversion"),
                processors.text("model"),
                processors.number("cpus"),
                data.decimal("cpu"),
                data.list("loadavg").stream()
                        .map(Reply::decimal)
                        .flatMapToDouble(OptionalDouble::stream)
                        .boxed()
                        .toList(),
                Figures.size(memory, "total"),
                Figures.size(memory, "used"),
                Figures.size(memory, "free"),
                Figures.size(disk, "total"),
                Figures.size(disk, "avail"),
                Figures.seconds(data, "uptime"));
    }
}

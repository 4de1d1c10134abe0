package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import io.jenkins.plugins.proxmox.embedded.access.Caller;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Node;
import java.util.List;

/** What nodes tell about themselves. */
final class NodeFacts {
    private static final long GIB = 1L << 30;
    private static final int CPUS = 16;
    private static final long MEMORY = 64 * GIB;
    private static final long ROOT_DISK = 100 * GIB;
    private static final int UPTIME = 86_400;

    private final Services services;

    NodeFacts(Services services) {
        this.services = services;
    }

    /** The entry in lists; its numbers are for those who may audit the node. */
    Facts brief(Node node, Caller caller) {
        Facts facts = Facts.of("node", node.name())
                .with("id", "node/" + node.name())
                .with("type", "node")
                .with("status", node.online() ? "online" : "offline")
                .with("level", "");
        if (node.online() && services.permissions().has(caller, "/nodes/" + node.name(), "Sys.Audit")) {
            facts.with("cpu", 0.03)
                    .with("maxcpu", node.processors())
                    .with("mem", 8 * GIB)
                    .with("maxmem", MEMORY);
            facts.with("disk", 10 * GIB).with("maxdisk", ROOT_DISK).with("uptime", UPTIME);
        }
        return facts;
    }

    /** Whether the HA manager has anything to do, and so knows the nodes. */
    static boolean hasHighAvailability(Services services) {
        return services.dataCenter().guests().stream().anyMatch(Guest::isHighlyAvailable);
    }

    static String haState(Node node) {
        return node.maintenance() ? "maintenance" : node.online() ? "online" : "unknown";
    }

    /** The numbers of one moment. */
    Facts history() {
        return Facts.of("cpu", 0.03)
                .with("iowait", 0.001)
                .with("loadavg", 0.1)
                .with("maxcpu", (double) CPUS)
                .with("memtotal", (double) MEMORY)
                .with("memused", 8.0 * GIB)
                .with("swaptotal", 8.0 * GIB)
                .with("swapused", 0.0)
                .with("roottotal", (double) ROOT_DISK)
                .with("rootused", 10.0 * GIB)
                .with("netin", 1024.5)
                .with("netout", 512.25);
    }

    Facts status(Node node) {
        Facts memory = Facts.of("total", MEMORY).with("used", 8 * GIB).with("free", MEMORY - 8 * GIB);
        if (services.version().atLeast(PveVersion.V9)) {
            memory.put("available", MEMORY - 8 * GIB);
        }
        return Facts.of(
                        "cpuinfo",
                        Facts.of("cpus", node.processors())
                                .with("cores", node.processors())
                                .with("sockets", 1)
                                .with("model", "Embedded Processor"))
                .with("memory", memory)
                .with("loadavg", List.of("0.10", "0.05", "0.01"))
                .with(
                        "rootfs",
                        Facts.of("total", ROOT_DISK)
                                .with("used", 10 * GIB)
                                .with("avail", ROOT_DISK - 10 * GIB)
                                .with("free", ROOT_DISK - 10 * GIB))
                .with("swap", Facts.of("total", 8 * GIB).with("used", 0).with("free", 8 * GIB))
                .with("uptime", UPTIME)
                .with("cpu", 0.03)
                .with("wait", 0)
                .with(
                        "pveversion",
                        "pve-manager/" + services.version().version() + "/"
                                + services.version().repositoryId())
                .with("kversion", "Linux 6.8.12-9-pve");
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a guest does at this moment: {@code GET /nodes/{node}/{type}/{vmid}/status/current}.
 *
 * @param status {@code running} or {@code stopped}
 * @param qmpStatus what QEMU says of a VM, as in {@code paused}; absent for containers
 * @param lock the configuration lock, as in {@code backup}, or {@code suspended} for a hibernated VM
 * @param uptime zero when stopped, absent if the node does not tell
 * @param process the process id on the node, if it runs
 * @param agentConfigured whether the VM has a guest agent in its configuration; says nothing about its running
 * @param highAvailability whether the cluster's HA manager starts and stops it
 */
public record GuestStatus(
        Optional<String> name,
        String status,
        Optional<String> qmpStatus,
        Optional<String> lock,
        boolean template,
        Optional<Duration> uptime,
        OptionalLong process,
        boolean agentConfigured,
        boolean highAvailability) {

    static GuestStatus of(Reply data) {
        return new GuestStatus(
                data.text("name"),
                data.text("status").orElse("unknown"),
                data.text("qmpstatus"),
                data.text("lock"),
                data.flag("template"),
                Figures.seconds(data, "uptime"),
                data.number("pid"),
                data.flag("agent"),
                data.field("ha").map(ha -> ha.flag("managed")).orElse(false));
    }

    /** Executing, or paused in between. */
    public boolean running() {
        return status.equals("running") && !prelaunch();
    }

    /** Not executing, and not in memory; a VM that vzdump started only to read its disk counts as stopped. */
    public boolean stopped() {
        return status.equals("stopped") || prelaunch();
    }

    private boolean prelaunch() {
        return qmpStatus.filter("prelaunch"::equals).isPresent()
                && lock.filter("backup"::equals).isPresent();
    }

    /** In memory, but not executing. */
    public boolean paused() {
        return status.equals("running")
                && qmpStatus
                        .filter(s -> s.equals("paused") || s.equals("suspended"))
                        .isPresent();
    }

    /** Off, with its memory on disk. */
    public boolean hibernated() {
        return stopped() && lock.filter("suspended"::equals).isPresent();
    }
}

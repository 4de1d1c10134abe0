package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a task: {@code UPID:node:pid:pstart:starttime:type:id:user:}.
 *
 * @param node the node that runs the task, and the only one to ask about it
 * @param pid the process id of the worker
 * @param processStart when the worker started, in clock ticks since the node booted; outgrows 32 bits after 497 days
 * @param startTime seconds since the epoch
 * @param type as in {@code qmclone}
 * @param id mostly a VMID, but also empty, a storage, or {@code 100-scsi0>101-scsi1}; a clone's is the VMID of its source
 * @param user {@code user@realm} or {@code user@realm!token}
 */
public record Upid(String node, long pid, long processStart, long startTime, String type, String id, String user) {
    private static final Pattern SYNTAX = Pattern.compile("UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)"
            + ":([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\\s/]+):([^:\\s/]*):([^:\\s/]+):");

    /**
     * Reads a UPID.
     *
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if the text is none
     */
    public static Upid parse(String text) {
        return find(text)
                .orElseThrow(() -> ProxmoxException.invalid(
                        "upid",
                        "'" + text + "' is no task id; expected is UPID:node:pid:pstart:starttime:type:id:user:"));
    }

    /** The UPID that the text is, if it is one; a vzdump call that had nothing to do answers {@code OK}, for example. */
    public static Optional<Upid> find(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Upid(
                matcher.group(1),
                Long.parseLong(matcher.group(2), 16),
                Long.parseLong(matcher.group(3), 16),
                Long.parseLong(matcher.group(4), 16),
                matcher.group(5),
                matcher.group(6),
                matcher.group(7)));
    }

    /** When the task started, by the clock of its node. */
    public Instant started() {
        return Instant.ofEpochSecond(startTime);
    }

    /** As Proxmox writes it. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "UPID:%s:%08X:%08X:%08X:%s:%s:%s:", node, pid, processStart, startTime, type, id, user);
    }
}

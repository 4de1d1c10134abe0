package io.jenkins.plugins.proxmox.embedded.task;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a task.
 *
 * @param processStart in clock ticks since the node's boot
 * @param startTime in epoch seconds
 * @param id the guest or volume that the task is about, may be empty
 * @param user {@code user@realm} or {@code user@realm!token}
 */
public record Upid(String node, int pid, long processStart, long startTime, String type, String id, String user) {
    private static final Pattern PATTERN = Pattern.compile("UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)"
            + ":([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\\s/]+):([^:\\s/]*):([^:\\s/]+):");

    public static Optional<Upid> parse(String text) {
        Matcher parts = PATTERN.matcher(text);
        return parts.matches()
                ? Optional.of(new Upid(
                        parts.group(1),
                        Integer.parseUnsignedInt(parts.group(2), 16),
                        Long.parseLong(parts.group(3), 16),
                        Long.parseLong(parts.group(4), 16),
                        parts.group(5),
                        parts.group(6),
                        parts.group(7)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "UPID:%s:%08X:%08X:%08X:%s:%s:%s:".formatted(node, pid, processStart, startTime, type, id, user);
    }
}

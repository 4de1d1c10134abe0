package io.jenkins.plugins.proxmox.embedded.task;

import java.util.ArrayList;
import java.util.List;

/** The lines that a task wrote. To be used under the state lock. */
public final class TaskLog {
    private static final String WARNING = "WARN: ";

    private final List<String> lines = new ArrayList<>();
    private boolean failedInPart;

    public void add(String line) {
        lines.add(line);
    }

    /** A warning makes the task end with "WARNINGS" instead of "OK". */
    public void warn(String text) {
        lines.add(WARNING + text);
    }

    /** Part of the job failed: the task goes on and fails at the end. */
    public void jobError(String line) {
        lines.add(line);
        failedInPart = true;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    boolean failedInPart() {
        return failedInPart;
    }

    long warnings() {
        return lines.stream().filter(line -> line.startsWith(WARNING)).count();
    }
}

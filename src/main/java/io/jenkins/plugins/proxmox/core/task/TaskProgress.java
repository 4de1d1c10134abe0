package io.jenkins.plugins.proxmox.core.task;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds how far a task is in the lines with which Proxmox VE tells it. */
public final class TaskProgress {
    /** Disk copies, restores and vzdump, in this order. */
    private static final Pattern PERCENT = Pattern.compile("(?:\\S+: )?transferred .*\\((\\d{1,3})(?:\\.\\d+)?%\\).*"
            + "|progress (\\d{1,3})%.*" + "|INFO: +(\\d{1,3})% .*");

    private TaskProgress() {}

    /** 0 to 100 if the line tells only how far the task is; empty if it is a line of another kind. */
    public static OptionalInt percent(String line) {
        Matcher matcher = PERCENT.matcher(line);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return OptionalInt.of(Math.min(100, Integer.parseInt(matcher.group(group))));
            }
        }
        return OptionalInt.empty();
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import java.util.regex.Pattern;

/**
 * The line in a guest's description that says which operation made it. Proxmox VE takes it with the clone call, so it is
 * there from the first moment on; and a clone whose source bears one gets its own.
 *
 * @param operation its id
 */
record Mark(String operation) {
    private static final String PREFIX = "proxmox-guests: operation=";
    private static final Pattern LINE = Pattern.compile("(?m)^" + PREFIX + "\\S+$\\R?");

    /** The description with this mark and no other. */
    String in(String description) {
        String text = LINE.matcher(description).replaceAll("").strip();
        return (text.isEmpty() ? "" : text + "\n\n") + PREFIX + operation;
    }

    /** Whether a description bears exactly this mark. */
    boolean isIn(String description) {
        return description.lines().anyMatch((PREFIX + operation)::equals);
    }
}

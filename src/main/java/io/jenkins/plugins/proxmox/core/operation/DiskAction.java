package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be done with a disk of a VM or a volume of a container. */
public enum DiskAction {
    /** A new volume, or one that the guest has and does not use, gets its place. */
    ATTACH("Attaching"),
    /** It loses its place; its volume stays with the guest, unused. */
    DETACH("Detaching"),
    /** It gets bigger. */
    RESIZE("Resizing"),
    /** It goes to another storage or into another format. */
    MOVE("Moving"),
    /** It is gone with everything on it. */
    DELETE("Deleting");

    private final String activity;

    DiskAction(String activity) {
        this.activity = activity;
    }

    /**
     * Reads {@code attach}, {@code detach} and so on.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is none of them
     */
    public static DiskAction parse(String text) {
        String wanted = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(action -> action.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> ProxmoxException.invalid(
                        "action",
                        "action: '" + wanted + "' is not known; expected is one of "
                                + Arrays.stream(values()).map(DiskAction::label).collect(Collectors.joining(", "))));
    }

    /** As people write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As in "Attaching scsi1 to web (101)". */
    String activity() {
        return activity;
    }
}

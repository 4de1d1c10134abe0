package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a guest that was started must be before it counts as started. */
public enum Readiness {
    /** Nothing is waited for. */
    NONE,
    /** Proxmox says that it runs. */
    RUNNING,
    /** Its guest agent answers; VMs only. */
    AGENT,
    /** It has an address that others can reach. */
    ADDRESS,
    /** An SSH server answers at one of its addresses. */
    SSH;

    /**
     * Reads {@code none}, {@code running}, {@code agent}, {@code address} or {@code ssh}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is none of them
     */
    public static Readiness parse(String text) {
        return Arrays.stream(values())
                .filter(r -> r.label().equals(text.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProxmoxException.invalid(
                        "waitFor",
                        "waitFor: '" + text + "' is not known; expected is one of "
                                + Arrays.stream(values()).map(Readiness::label).collect(Collectors.joining(", "))));
    }

    /** Whether it is the guest that has to tell, a VM by its guest agent. */
    boolean asksGuest() {
        return this == AGENT || this == ADDRESS || this == SSH;
    }

    /** As people write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

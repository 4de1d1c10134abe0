package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be done with a guest's power. */
public enum PowerAction {
    /** Switch on; a paused or hibernated VM goes on. */
    START("Starting", "started", true),
    /** Switch off at once. */
    STOP("Stopping", "stopped", true),
    /** Ask the system inside to shut down. */
    SHUTDOWN("Shutting down", "shut down", true),
    /** Ask the system inside to shut down, and start again; changes that wait for a restart take effect. */
    REBOOT("Rebooting", "rebooted", true),
    /** Press the reset button. */
    RESET("Resetting", "reset", false),
    /** Stop executing and keep everything in memory. */
    SUSPEND("Suspending", "suspended", false),
    /** Write the memory to disk and switch off. */
    HIBERNATE("Hibernating", "hibernated", false),
    /** Go on after suspend or hibernate. */
    RESUME("Resuming", "resumed", false);

    private final String activity;
    private final String participle;
    private final boolean forContainers;

    PowerAction(String activity, String participle, boolean forContainers) {
        this.activity = activity;
        this.participle = participle;
        this.forContainers = forContainers;
    }

    /**
     * Reads {@code start}, {@code stop} and so on.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is none of them
     */
    public static PowerAction parse(String text) {
        String wanted = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(a -> a.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> ProxmoxException.invalid(
                        "action",
                        "action: '" + wanted + "' is not known; expected is one of "
                                + Arrays.stream(values())
                                        .map(PowerAction::label)
                                        .collect(Collectors.joining(", "))));
    }

    /** As people write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As in "Starting web (101)". */
    String activity() {
        return activity;
    }

    /** As in "web (101) can't be started". */
    String participle() {
        return participle;
    }

    /** Whether containers have it too. Proxmox offers them suspend and resume, which hardly ever work (CRIU). */
    public boolean isForContainers() {
        return forContainers;
    }
}

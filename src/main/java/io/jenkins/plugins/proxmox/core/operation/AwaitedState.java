package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody can wait for a guest to be, whoever brings that about. */
public enum AwaitedState {
    /** It executes. */
    RUNNING,
    /** It is off, hibernated or not. */
    STOPPED,
    /** It is in memory and does not execute; VMs only. */
    PAUSED,
    /** Its guest agent answers; VMs only. */
    AGENT,
    /** It has an address that others can reach. */
    ADDRESS,
    /** An SSH server answers at one of its addresses. */
    SSH;

    /**
     * Reads {@code running}, {@code stopped}, {@code paused}, {@code agent}, {@code address} or {@code ssh}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is none of them
     */
    public static AwaitedState parse(String text) {
        String wanted = text == null ? "" : text.trim();
        return Arrays.stream(values())
                .filter(state -> state.label().equals(wanted.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProxmoxException.invalid(
                        "state",
                        "state: '" + wanted + "' is not known; expected is one of "
                                + Arrays.stream(values())
                                        .map(AwaitedState::label)
                                        .collect(Collectors.joining(", "))));
    }

    /** As people write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where it is the guest that has to tell, how ready it has to be. */
    Optional<Readiness> readiness() {
        return switch (this) {
            case AGENT -> Optional.of(Readiness.AGENT);
            case ADDRESS -> Optional.of(Readiness.ADDRESS);
            case SSH -> Optional.of(Readiness.SSH);
            case RUNNING, STOPPED, PAUSED -> Optional.empty();
        };
    }
}

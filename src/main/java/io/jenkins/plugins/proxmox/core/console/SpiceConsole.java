package io.jenkins.plugins.proxmox.core.console;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A door to a console for a program that speaks SPICE.
 *
 * @param settings all that the program wants to know, {@code host}, {@code tls-port}, {@code proxy}, {@code ca} and so on,
 *     as they stand in the section {@code [virt-viewer]} of its file; {@code password} and {@code host} are secrets, good
 *     for 30 s
 */
public record SpiceConsole(Map<String, String> settings) {
    /** Keeps a copy of the settings, in their order. */
    public SpiceConsole {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    static SpiceConsole of(Reply data, GuestType type) {
        Consoles.required(data, "password", type);
        return new SpiceConsole(data.texts());
    }

    /** Without what lets people in. */
    @Override
    public String toString() {
        return "SPICE console of " + settings.getOrDefault("title", "a guest");
    }
}

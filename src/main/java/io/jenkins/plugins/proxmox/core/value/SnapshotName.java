package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a snapshot, unique in its guest.
 *
 * @param text 2 to 40 letters, digits, hyphens and underscores, a letter first; {@code current}, {@code pending} and
 *     {@code vzdump} are Proxmox' own
 */
public record SnapshotName(String text) {
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{1,39}");

    /** Proxmox reserves {@code pending} for VMs and {@code vzdump} for containers only; neither is a name to choose. */
    private static final Set<String> RESERVED = Set.of("current", "pending", "vzdump");

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if Proxmox would not take the name
     */
    public SnapshotName {
        text = text.trim();
        if (!SYNTAX.matcher(text).matches()) {
            throw ProxmoxException.invalid(
                    "snapshot",
                    "'" + text + "' is no valid snapshot name; expected are 2 to 40 letters, digits, hyphens and"
                            + " underscores, a letter first");
        }
        if (RESERVED.contains(text)) {
            throw ProxmoxException.invalid("snapshot", "The snapshot name '" + text + "' is reserved by Proxmox VE");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.util.List;
import java.util.Optional;

/**
 * A change of a running guest's configuration that waits for its next start.
 *
 * @param key the option
 * @param current what the guest runs with; absent if the option was not set
 * @param wanted what it will have; absent if the option will be gone
 * @param delete whether the option will be gone
 */
public record PendingChange(String key, Optional<String> current, Optional<String> wanted, boolean delete) {
    /**
     * Reads what {@code GET /nodes/{node}/{type}/{vmid}/pending} tells, which is all options; these are the ones that
     * wait.
     */
    public static List<PendingChange> of(Reply data) {
        return data.elements().stream()
                .flatMap(entry -> entry.text("key").map(key -> of(entry, key)).stream())
                .filter(change -> change.delete || change.wanted.isPresent())
                .toList();
    }

    private static PendingChange of(Reply entry, String key) {
        // 2 is a deletion by force.
        boolean delete = entry.number("delete").orElse(0) > 0;
        return new PendingChange(key, entry.text("value"), entry.text("pending"), delete);
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of a guest, as {@code GET /nodes/{node}/{type}/{vmid}/snapshot} lists it.
 *
 * @param taken by the clock of the node
 * @param parent the snapshot it builds on, if any
 * @param ram whether the memory is part of it
 */
public record Snapshot(String name, String description, Optional<Instant> taken, Optional<String> parent, boolean ram) {
    /** The list holds one more entry for what the guest is now; it is no snapshot. */
    private static final String CURRENT = "current";

    static Optional<Snapshot> of(Reply data) {
        return data.text("name")
                .filter(name -> !name.equals(CURRENT))
                .map(name -> new Snapshot(
                        name,
                        data.text("description").orElse("").strip(),
                        data.number("snaptime").stream()
                                .mapToObj(Instant::ofEpochSecond)
                                .findFirst(),
                        data.text("parent"),
                        data.flag("vmstate")));
    }

    /** As plain values: {@code name}, {@code description}, {@code time} (ISO 8601), {@code parent}, {@code ram}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("description", description);
        map.put("time", taken.map(Instant::toString).orElse(null));
        map.put("parent", parent.orElse(null));
        map.put("ram", ram);
        return map;
    }
}

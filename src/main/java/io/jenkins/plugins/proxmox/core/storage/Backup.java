package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An archive of a guest: {@code GET /nodes/{node}/storage/{storage}/content?content=backup}.
 *
 * @param volume its volume id, as in {@code local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst}
 * @param node a node that sees it
 * @param vmid of which guest, if that can be told
 * @param size in bytes
 * @param made by the clock of the node that made it
 * @param format as in {@code vma.zst}
 */
public record Backup(
        String volume,
        String node,
        Optional<VmId> vmid,
        long size,
        Optional<Instant> made,
        String format,
        String notes,
        boolean protectedFromDeletion) {

    /** Reads an entry of the list. */
    public static Backup of(Reply data, String node) {
        return new Backup(
                data.text("volid").orElse(""),
                node,
                data.number("vmid").stream()
                        .filter(n -> n >= 100)
                        .mapToObj(n -> new VmId((int) n))
                        .findFirst(),
                data.number("size").orElse(0),
                data.number("ctime").stream().mapToObj(Instant::ofEpochSecond).findFirst(),
                data.text("format").orElse(""),
                data.text("notes").orElse("").strip(),
                data.flag("protected"));
    }

    /** The storage that holds it. */
    public String storage() {
        return volume.substring(0, volume.indexOf(':'));
    }

    /**
     * As plain values: {@code volid}, {@code storage}, {@code node}, {@code vmid}, {@code size} (bytes), {@code time}
     * (ISO 8601), {@code format}, {@code notes}, {@code protected}.
     */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("volid", volume);
        map.put("storage", storage());
        map.put("node", node);
        map.put("vmid", vmid.map(VmId::number).orElse(null));
        map.put("size", size);
        map.put("time", made.map(Instant::toString).orElse(null));
        map.put("format", format);
        map.put("notes", notes);
        map.put("protected", protectedFromDeletion);
        return map;
    }
}

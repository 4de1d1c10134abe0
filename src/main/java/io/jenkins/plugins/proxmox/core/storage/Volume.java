package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is on a storage: a disk, a backup, an image: {@code GET /nodes/{node}/storage/{storage}/content}.
 *
 * @param node a node that sees it
 * @param content {@code images} (a VM's disk), {@code rootdir} (a container's), {@code backup}, {@code iso},
 *     {@code vztmpl}, {@code snippets} or {@code import}; empty if neither a server nor the name tells it
 * @param format as in {@code raw}, {@code qcow2}, {@code vma.zst}, {@code pbs-ct}; empty if it is not told
 * @param size how much there is to be read; only nearly so where a storage can't tell exactly
 * @param used how much it takes on the storage; many storages tell nothing useful here
 * @param vmid of which guest, if that can be told
 * @param created by the clock of the node that made it
 * @param notes empty if there are none; lists have only the first line
 * @param protectedFromDeletion a backup that nothing can delete until it is unprotected
 * @param verification what a backup server found when it last verified it
 * @param encrypted whether a backup server holds it encrypted; one that does not say so counts as not
 * @param parent the base of a linked clone, as the storage calls it
 * @param subtype the type of guest, if that can be told
 * @param path where the node has it; only known of a single volume, not in lists
 */
public record Volume(
        VolumeId id,
        String node,
        String content,
        String format,
        Optional<DataSize> size,
        Optional<DataSize> used,
        Optional<VmId> vmid,
        Optional<Instant> created,
        String notes,
        boolean protectedFromDeletion,
        Optional<Verification> verification,
        boolean encrypted,
        Optional<String> parent,
        Optional<GuestType> subtype,
        Optional<String> path) {
    /** The content type of backups. */
    public static final String BACKUP = "backup";

    /**
     * The outcome of a verification by a Proxmox Backup Server.
     *
     * @param state {@code ok} or {@code failed}
     * @param upid the task on the backup server that verified, if it is told
     */
    public record Verification(String state, Optional<String> upid) {
        /** Whether everything was found as it was written. */
        public boolean ok() {
            return state.equals("ok");
        }
    }

    /** Reads an entry of a list; empty if it has no volume id that can be read. */
    public static Optional<Volume> of(Reply data, String node) {
        return data.text("volid").flatMap(VolumeId::find).map(id -> of(id, data, node));
    }

    /** Reads a list, without the entries that have no volume id that can be read. */
    public static List<Volume> list(Reply data, String node) {
        return data.elements().stream()
                .map(entry -> of(entry, node))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Reads what is told of this volume; what is missing is taken from its name as far as that tells it. */
    static Volume of(VolumeId id, Reply data, String node) {
        VolumeName name = VolumeName.of(id);
        return new Volume(
                id,
                node,
                data.text("content").or(name::content).orElse(""),
                name.archiveFormat().or(() -> data.text("format")).orElse(""),
                Sizes.read(data, "size").or(() -> Sizes.read(data, "approximate-size")),
                Sizes.read(data, "used"),
                vmid(data).or(name::vmid),
                created(data).or(name::created),
                data.text("notes").orElse("").strip(),
                data.flag("protected"),
                data.field("verification")
                        .flatMap(
                                found -> found.text("state").map(state -> new Verification(state, found.text("upid")))),
                // The fingerprint of the key, or 1 if there is none.
                data.text("encrypted")
                        .filter(key -> !key.isEmpty() && !key.equals("0"))
                        .isPresent(),
                data.text("parent"),
                data.text("subtype").flatMap(GuestType::ofPath).or(name::guestType),
                data.text("path"));
    }

    /** Of which guest, by the number that a reply tells; 0 and the like mean nobody. */
    static Optional<VmId> vmid(Reply data) {
        return data.text("vmid").flatMap(VolumeName::vmid);
    }

    /** When it was made, by the seconds that a reply tells. */
    static Optional<Instant> created(Reply data) {
        return data.number("ctime").stream().mapToObj(Instant::ofEpochSecond).findFirst();
    }

    /** Of which guest a volume of this id is, as far as its name tells; nothing is asked. */
    public static Optional<VmId> ownerOf(VolumeId id) {
        return VolumeName.of(id).vmid();
    }

    /** Whose disk it is, as its name tells where Proxmox VE has given it. */
    public static Optional<VmId> owner(VolumeId disk) {
        return VolumeName.of(disk)
                .vmid()
                .filter(vmid -> VolumeName.of(disk).content().isEmpty());
    }

    /** The storage that holds it. */
    public String storage() {
        return id.storage();
    }

    /**
     * As plain values: {@code volid}, {@code storage}, {@code node}, {@code content}, {@code vmid}, {@code size}
     * (bytes), {@code time} (ISO 8601), {@code format}, {@code notes}, {@code protected}, {@code verification}
     * ({@code ok} or {@code failed}). What is not known is null.
     */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("volid", id.toString());
        map.put("storage", storage());
        map.put("node", node);
        map.put("content", content);
        map.put("vmid", vmid.map(VmId::number).orElse(null));
        map.put("size", size.map(DataSize::bytes).orElse(null));
        map.put("time", created.map(Instant::toString).orElse(null));
        map.put("format", format);
        map.put("notes", notes);
        map.put("protected", protectedFromDeletion);
        map.put("verification", verification.map(Verification::state).orElse(null));
        return map;
    }
}

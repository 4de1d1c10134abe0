package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What pruning would do with a backup: {@code GET /nodes/{node}/storage/{storage}/prunebackups}.
 *
 * @param created by the clock of the node that made it
 * @param vmid of which guest, if that can be told
 * @param type of which type of guest, if that can be told
 */
public record Prunable(
        VolumeId id, Mark mark, Optional<Instant> created, Optional<VmId> vmid, Optional<GuestType> type) {
    /** What becomes of a backup. */
    public enum Mark {
        /** The retention keeps it. */
        KEEP,
        /** It goes. */
        REMOVE,
        /** It stays, because it is protected. */
        PROTECTED,
        /** It stays, because its name is none that Proxmox VE gives. */
        RENAMED,
        /** Proxmox VE says something that is not known here. */
        UNKNOWN;

        static Mark of(String text) {
            return switch (text) {
                case "keep" -> KEEP;
                case "remove" -> REMOVE;
                case "protected" -> PROTECTED;
                case "renamed" -> RENAMED;
                default -> UNKNOWN;
            };
        }
    }

    /** What is asked for, by dry run or in earnest. */
    static Parameters parameters(Retention retention, Optional<VmId> vmid, Optional<GuestType> type) {
        return Parameters.NONE
                .with("prune-backups", retention)
                .with("vmid", vmid)
                .with("type", type.map(GuestType::path));
    }

    /** Reads a list, without the entries that have no volume id that can be read. */
    static List<Prunable> list(Reply data) {
        return data.elements().stream()
                .map(Prunable::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Reads an entry; empty if it has no volume id that can be read. */
    static Optional<Prunable> of(Reply data) {
        return data.text("volid")
                .flatMap(VolumeId::find)
                .map(id -> new Prunable(
                        id,
                        Mark.of(data.text("mark").orElse("")),
                        Volume.created(data),
                        Volume.vmid(data),
                        data.text("type").flatMap(GuestType::ofPath)));
    }
}

package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * The file of a backup.
 *
 * @param format by which lists tell what is inside, such as {@code vma.zst}
 */
record ArchiveName(Storage storage, String file, String format) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss").withZone(ZoneOffset.UTC);
    private static final Map<String, String> SUFFIXES =
            Map.of("1", ".lzo", "lzo", ".lzo", "gzip", ".gz", "zstd", ".zst", "0", "");

    /** @param time in epoch seconds */
    static ArchiveName of(Guest guest, Storage storage, String compression, long time) {
        String format = (guest.kind().isVirtualMachine() ? "vma" : "tar") + SUFFIXES.get(compression);
        String stamp = TIME.format(Instant.ofEpochSecond(time));
        return new ArchiveName(
                storage, "vzdump-" + guest.kind().path() + "-" + guest.vmid() + "-" + stamp + "." + format, format);
    }

    String volid() {
        return storage.id() + ":backup/" + file;
    }

    String path() {
        return storage.path() + "/dump/" + file;
    }
}

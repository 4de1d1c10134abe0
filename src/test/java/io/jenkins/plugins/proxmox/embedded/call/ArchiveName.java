package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * The file of a backup, or what it is called on a Proxmox Backup Server.
 *
 * @param format by which lists tell what is inside, such as {@code vma.zst} or {@code pbs-vm}
 */
record ArchiveName(Storage storage, String file, String format) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss").withZone(ZoneOffset.UTC);
    private static final Map<String, String> SUFFIXES =
            Map.of("1", ".lzo", "lzo", ".lzo", "gzip", ".gz", "zstd", ".zst", "0", "");

    /** @param time in epoch seconds */
    static ArchiveName of(Guest guest, Storage storage, String compression, long time) {
        boolean machine = guest.kind().isVirtualMachine();
        Instant instant = Instant.ofEpochSecond(time);
        if (storage.isBackupServer()) {
            String type = machine ? "vm" : "ct";
            return new ArchiveName(storage, type + "/" + guest.vmid() + "/" + instant, "pbs-" + type);
        }
        String format = (machine ? "vma" : "tar") + SUFFIXES.get(compression);
        return new ArchiveName(
                storage,
                "vzdump-" + guest.kind().path() + "-" + guest.vmid() + "-" + TIME.format(instant) + "." + format,
                format);
    }

    String volid() {
        return storage.id() + ":backup/" + file;
    }

    /** How the log tells of it. */
    String announcement() {
        return storage.isBackupServer()
                ? "creating Proxmox Backup Server archive '" + file + "'"
                : "creating vzdump archive '" + storage.path() + "/dump/" + file + "'";
    }
}

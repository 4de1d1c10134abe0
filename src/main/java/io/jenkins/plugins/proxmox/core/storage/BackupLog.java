package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log of a vzdump task tells of each guest; the task itself only says whether all went well.
 *
 * @param archives the archive that was made, by guest: a path on the node or a name on a backup server; one that was
 *     begun and not finished is none
 * @param failures the error text, by guest
 */
public record BackupLog(Map<VmId, String> archives, Map<VmId, String> failures) {
    private static final String ID = "([1-9]\\d{2,8})";
    private static final Pattern START = Pattern.compile("INFO: Starting Backup of VM " + ID + " .*");
    private static final Pattern ARCHIVE = Pattern.compile("INFO: creating .*archive '([^']+)'.*");
    private static final Pattern END = Pattern.compile("INFO: Finished Backup of VM " + ID + " .*");
    private static final Pattern FAILURE = Pattern.compile("ERROR: Backup of VM " + ID + " failed - (.*)");

    /** Copies both and keeps their order. */
    public BackupLog {
        archives = Collections.unmodifiableMap(new LinkedHashMap<>(archives));
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }

    /**
     * Reads a log.
     *
     * @param lines all of them, without line ends: one that is read in part may lack archives
     */
    public static BackupLog read(List<String> lines) {
        Map<VmId, String> archives = new LinkedHashMap<>();
        Map<VmId, String> failures = new LinkedHashMap<>();
        Optional<VmId> current = Optional.empty();
        Optional<String> begun = Optional.empty();
        for (String line : lines) {
            Matcher start = START.matcher(line);
            Matcher archive = ARCHIVE.matcher(line);
            Matcher end = END.matcher(line);
            Matcher failure = FAILURE.matcher(line);
            if (start.matches()) {
                current = Optional.of(VmId.parse(start.group(1)));
                begun = Optional.empty();
            } else if (archive.matches()) {
                begun = Optional.of(archive.group(1));
            } else if (end.matches()) {
                VmId vmid = VmId.parse(end.group(1));
                if (current.filter(vmid::equals).isPresent()) {
                    begun.ifPresent(name -> archives.put(vmid, name));
                }
            } else if (failure.matches()) {
                failures.put(VmId.parse(failure.group(1)), failure.group(2));
            }
        }
        return new BackupLog(archives, failures);
    }

    /**
     * The volume that the task made for a guest; empty if it failed, or if the log does not tell.
     *
     * @param storage to which the task was told to write
     */
    public Optional<VolumeId> volume(VmId vmid, String storage) {
        // On a backup server the name is the group, guest and time, elsewhere a file with its path.
        return Optional.ofNullable(archives.get(vmid))
                .map(archive -> archive.startsWith("/") ? archive.substring(archive.lastIndexOf('/') + 1) : archive)
                .flatMap(name -> VolumeId.find(storage + ":backup/" + name));
    }
}

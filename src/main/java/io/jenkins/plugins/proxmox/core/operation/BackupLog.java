package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log of a vzdump task tells of each guest; the task itself only says whether all went well.
 *
 * @param archives the archive that was begun, by guest: a path on the node or a name on a backup server
 * @param failures the error text, by guest
 */
record BackupLog(Map<VmId, String> archives, Map<VmId, String> failures) {
    private static final Pattern START = Pattern.compile("INFO: Starting Backup of VM (\\d+) .*");
    private static final Pattern ARCHIVE = Pattern.compile("INFO: creating .*archive '([^']+)'.*");
    private static final Pattern FAILURE = Pattern.compile("ERROR: Backup of VM (\\d+) failed - (.*)");

    static BackupLog read(List<String> lines) {
        Map<VmId, String> archives = new LinkedHashMap<>();
        Map<VmId, String> failures = new LinkedHashMap<>();
        VmId current = null;
        for (String line : lines) {
            Matcher start = START.matcher(line);
            Matcher archive = ARCHIVE.matcher(line);
            Matcher failure = FAILURE.matcher(line);
            if (start.matches()) {
                current = VmId.parse(start.group(1));
            } else if (archive.matches() && current != null) {
                archives.put(current, archive.group(1));
            } else if (failure.matches()) {
                failures.put(VmId.parse(failure.group(1)), failure.group(2));
            }
        }
        return new BackupLog(archives, failures);
    }

    /** The volume id of an archive; on a backup server the name is the group, guest and time, elsewhere a file. */
    static String volume(String storage, String archive) {
        String name = archive.startsWith("/") ? archive.substring(archive.lastIndexOf('/') + 1) : archive;
        return storage + ":backup/" + name;
    }
}

package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a volume tells. Only the names that Proxmox VE itself gives are understood; a file of another name is
 * a volume all the same.
 */
record VolumeName(
        Optional<String> content,
        Optional<String> archiveFormat,
        Optional<VmId> vmid,
        Optional<GuestType> guestType,
        Optional<Instant> created) {
    private static final String ID = "[1-9]\\d{2,8}";
    private static final Pattern CONTENT = Pattern.compile("(backup|iso|vztmpl|snippets|import)/.+");
    /** The time in it is that of the node's time zone, which is not known here. */
    private static final Pattern FILE = Pattern.compile(
            "backup/vzdump-(?<type>qemu|lxc)-(?<id>" + ID + ")-.+?\\.(?<format>tgz|(?:vma|tar)(?:\\.(?:gz|lzo|zst))?)");

    private static final Pattern ON_SERVER =
            Pattern.compile("backup/(?<type>vm|ct)/(?<id>" + ID + ")/(?<time>[-\\d]+T[:\\d]+Z)");
    private static final Pattern DISK = Pattern.compile("(?:.*/)?(?:vm|base|subvol)-(?<id>" + ID + ")-[^/]+");

    static VolumeName of(VolumeId volume) {
        String name = volume.name();
        Matcher content = CONTENT.matcher(name);
        Matcher file = FILE.matcher(name);
        Matcher onServer = ON_SERVER.matcher(name);
        Matcher disk = DISK.matcher(name);
        Optional<String> type = content.matches() ? Optional.of(content.group(1)) : Optional.empty();
        if (file.matches()) {
            return new VolumeName(
                    type,
                    Optional.of(file.group("format")),
                    vmid(file.group("id")),
                    GuestType.ofPath(file.group("type")),
                    Optional.empty());
        }
        if (onServer.matches()) {
            boolean vm = onServer.group("type").equals("vm");
            return new VolumeName(
                    type,
                    Optional.of("pbs-" + onServer.group("type")),
                    vmid(onServer.group("id")),
                    Optional.of(vm ? GuestType.VIRTUAL_MACHINE : GuestType.CONTAINER),
                    time(onServer.group("time")));
        }
        boolean isDisk = type.isEmpty() && disk.matches();
        return new VolumeName(
                type,
                Optional.empty(),
                isDisk ? vmid(disk.group("id")) : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if this can be no backup
     */
    static void checkBackup(VolumeId volume) {
        if (of(volume).content().filter(Volume.BACKUP::equals).isEmpty()) {
            throw ProxmoxException.invalid(
                    "volume", "'" + volume + "' is no backup; only backups can be protected or have notes");
        }
    }

    /** The number as a VMID; absent if it can be none. */
    static Optional<VmId> vmid(String text) {
        return text.matches(ID) ? Optional.of(VmId.parse(text)) : Optional.empty();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

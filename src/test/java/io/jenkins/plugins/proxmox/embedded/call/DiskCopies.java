package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Copies the volumes of one guest for another one. */
final class DiskCopies {
    private static final int PROGRESS_STEPS = 10;

    private final DataCenter dataCenter;
    private final String node;
    private final int vmid;
    private final GuestKind kind;
    private final boolean full;
    private final Optional<String> storage;
    private final Optional<String> format;
    private final List<Volume> made = new ArrayList<>();

    /**
     * @param vmid of the new guest
     * @param storage where full copies go instead of to the storage of the original
     */
    DiskCopies(
            DataCenter dataCenter,
            String node,
            int vmid,
            GuestKind kind,
            boolean full,
            Optional<String> storage,
            Optional<String> format) {
        this.dataCenter = dataCenter;
        this.node = node;
        this.vmid = vmid;
        this.kind = kind;
        this.full = full;
        this.storage = storage;
        this.format = format;
    }

    /** The settings with the volumes replaced by copies; unused ones are left out. */
    Map<String, String> copy(Map<String, String> config, TaskLog log) {
        Map<String, String> copied = new TreeMap<>();
        config.forEach((key, value) -> {
            Drive drive = Drive.isKey(key) ? Drive.of(key, value) : null;
            if (drive == null || !drive.isVolume() || (drive.isCdrom() && !drive.isCloudInit())) {
                copied.put(key, value);
            } else if (!drive.isUnused()) {
                copied.put(key, copy(drive, log));
            }
        });
        return copied;
    }

    private String copy(Drive drive, TaskLog log) {
        boolean linked = !full && !drive.isCloudInit();
        log.add("create " + (linked ? "linked" : "full") + " clone of " + thing() + " " + drive.key() + " ("
                + drive.volid() + ")");
        Volume original = dataCenter
                .volumes()
                .find(node, drive.volid())
                .orElseThrow(() -> new IllegalStateException("no volume " + drive.volid()));
        Volume copy =
                linked ? dataCenter.volumes().link(original, node, vmid, dataCenter.now()) : fullCopy(drive, original);
        made.add(copy);
        Storage target = dataCenter.volumes().storage(copy.storage());
        if (linked && target.isFiles()) {
            log.add("clone " + original.name() + ": images, " + fileName(copy) + ", " + vmid + " to " + fileName(copy)
                    + " (base=../" + original.name() + ")");
        }
        log.add(target.isFiles() ? formattingLine(target, copy) : "  Logical volume \"" + copy.name() + "\" created.");
        return drive.textWith(copy.volid());
    }

    private String thing() {
        return kind.isVirtualMachine() ? "drive" : "mount point";
    }

    private Volume fullCopy(Drive drive, Volume original) {
        // A cloud-init drive stays on its storage: it is made anew, not copied.
        Storage target = dataCenter
                .volumes()
                .storage(drive.isCloudInit() ? original.storage() : storage.orElse(original.storage()));
        String wanted = target.formatFor(kind, format.orElse(original.format()));
        return dataCenter
                .volumes()
                .allocate(
                        target,
                        node,
                        vmid,
                        drive.isCloudInit() ? "cloudinit" : "disk",
                        wanted,
                        original.size(),
                        dataCenter.now());
    }

    private static String formattingLine(Storage storage, Volume volume) {
        return "Formatting '" + storage.path() + "/images/" + volume.name().replaceFirst("^\\d+/base-[^/]*/", "")
                + "', fmt=" + volume.format() + " size=" + volume.size()
                + volume.parent()
                        .map(base -> " backing_file=../" + base.substring(base.indexOf(':') + 1) + " backing_fmt=qcow2")
                        .orElse(" preallocation=off");
    }

    private static String fileName(Volume volume) {
        return volume.name().replaceFirst(".*/", "");
    }

    /** Removes what was made, when the clone fails. */
    void remove() {
        made.forEach(volume -> dataCenter.volumes().remove(node, volume.volid()));
        made.clear();
    }

    /** The lines of a copy as it goes on. */
    static List<String> progress(long size) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= PROGRESS_STEPS; i++) {
            double done = (double) size * i / PROGRESS_STEPS;
            lines.add(String.format(
                    Locale.ROOT,
                    "transferred %s of %s (%.2f%%)",
                    Sizes.readable(done),
                    Sizes.readable(size),
                    100.0 * i / PROGRESS_STEPS));
        }
        return lines;
    }
}

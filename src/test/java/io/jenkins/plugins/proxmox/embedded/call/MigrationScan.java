package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.DriveSettings;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.task.TaskLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The volumes of a guest that are to be found on its node only, and what they mean for a migration. */
final class MigrationScan {
    private final DataCenter dataCenter;
    private final Guest guest;
    private final boolean machine;

    MigrationScan(DataCenter dataCenter, Guest guest) {
        this.dataCenter = dataCenter;
        this.guest = guest;
        this.machine = guest.kind().isVirtualMachine();
    }

    private List<Drive> local() {
        return guest.drives().stream()
                .filter(drive -> MigrateCalls.isLocal(dataCenter, drive))
                .toList();
    }

    List<Facts> localDisks() {
        return local().stream()
                .map(drive -> Facts.of("volid", drive.volid())
                        .with("cdrom", drive.isCdrom())
                        .with("is_unused", drive.isUnused())
                        .with("is_attached", !drive.isUnused())
                        .with("is_vmstate", false)
                        .with("is_tpmstate", drive.key().equals("tpmstate0"))
                        .with("shared", false)
                        .with("replicate", true)
                        .with("drivename", drive.key())
                        .with("size", (Object)
                                drive.text().get("size").map(Sizes::parse).orElse(0L)))
                .toList();
    }

    /** What stands against the migration of single volumes. */
    List<String> problems(boolean withLocalDisks, TaskLog log) {
        List<String> problems = new ArrayList<>();
        for (Drive drive : local()) {
            problem(drive, withLocalDisks)
                    .ifPresentOrElse(
                            text -> problems.add("can't migrate local " + (machine ? "disk" : "volume") + " '"
                                    + drive.volid() + "': " + text),
                            () -> log.add("found local " + (machine ? "disk" : "volume") + " '" + drive.volid() + "' "
                                    + reference(drive)));
        }
        return problems;
    }

    private String reference(Drive drive) {
        return drive.isUnused() && machine ? "(unused)" : machine ? "(attached)" : "(in current VM config)";
    }

    private Optional<String> problem(Drive drive, boolean withLocalDisks) {
        Storage storage = dataCenter.volumes().storage(drive.storage());
        if (drive.isCdrom()) {
            return drive.isCloudInit() ? Optional.empty() : Optional.of("local cdrom image");
        }
        Optional<Volume> volume = dataCenter.volumes().find(guest.node(), drive.volid());
        if (DriveSettings.isInSnapshots(guest, drive.volid())) {
            if (machine && guest.isRunning()) {
                return Optional.of("online storage migration not possible if non-replicated snapshot exists");
            }
            String format = volume.map(Volume::format).orElse("raw");
            boolean movable = storage.type().equals("zfspool")
                    || (storage.type().equals("btrfs") && (!machine || format.equals("raw")))
                    || (machine && format.equals("qcow2"));
            if (!movable) {
                return Optional.of("non-migratable snapshot exists");
            }
        }
        if (machine && volume.filter(dataCenter.volumes()::isInUse).isPresent()) {
            return Optional.of("referenced by linked clone(s)");
        }
        if (machine && guest.isRunning() && !drive.isUnused() && !withLocalDisks) {
            return Optional.of("can't live migrate attached local disks without with-local-disks option");
        }
        return machine ? Optional.empty() : baseName(drive).map(name -> "clone of '" + name + "'");
    }

    /** Linked clones can't leave their base behind. */
    Optional<String> linkedClone() {
        return local().stream()
                .filter(drive -> baseName(drive).isPresent())
                .findFirst()
                .map(drive -> "can't migrate '" + drive.volid() + "' as it's a clone of '"
                        + baseName(drive).get() + "'");
    }

    private Optional<String> baseName(Drive drive) {
        return dataCenter
                .volumes()
                .find(guest.node(), drive.volid())
                .flatMap(Volume::parent)
                .filter(parent -> drive.volid().startsWith(parent + "/"))
                .map(parent -> parent.substring(parent.indexOf(':') + 1).replaceFirst(".*/", ""));
    }
}

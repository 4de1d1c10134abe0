package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.DataCenter;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import java.util.Optional;

/** What lists tell about volumes. */
final class VolumeFacts {
    static final String REPOSITORY = "root@pam@backup.example:store";

    private final DataCenter dataCenter;

    VolumeFacts(DataCenter dataCenter) {
        this.dataCenter = dataCenter;
    }

    /** Whose disk it is decides what it is for. */
    String content(Volume volume) {
        if (!volume.content().equals("images") && !volume.content().equals("rootdir")) {
            return volume.content();
        }
        return volume.vmid()
                .flatMap(dataCenter::guest)
                .map(Guest::kind)
                .filter(kind -> kind == GuestKind.CONTAINER)
                .map(kind -> "rootdir")
                .orElse("images");
    }

    Facts entry(Volume volume) {
        Storage storage = dataCenter.volumes().storage(volume.storage());
        Facts entry = Facts.of("volid", volume.volid())
                .with("content", content(volume))
                .with("format", volume.format())
                .with("size", volume.size())
                .with("ctime", volume.created());
        volume.vmid().ifPresent(vmid -> entry.put("vmid", vmid));
        parent(storage, volume).ifPresent(parent -> entry.put("parent", parent));
        if (volume.content().equals("backup")) {
            addBackup(entry, volume);
        } else if (storage.isFiles() && volume.vmid().isPresent()) {
            entry.put("used", volume.size());
        }
        return entry;
    }

    /** In the words of what the storage is made of. */
    private static Optional<String> parent(Storage storage, Volume volume) {
        Optional<String> name = volume.parent().map(parent -> parent.substring(parent.indexOf(':') + 1));
        return switch (storage.type()) {
            case "lvmthin", "lvm", "btrfs" -> Optional.empty();
            case "zfspool", "rbd" -> name.map(base -> base + "@__base__");
            default -> name.map(base -> "../" + base);
        };
    }

    private void addBackup(Facts entry, Volume volume) {
        entry.put("subtype", volume.backupType());
        if (volume.isProtected()) {
            entry.put("protected", 1);
        }
        // Lists have the first line only.
        volume.notes().lines().findFirst().ifPresent(line -> entry.put("notes", line));
        Optional.ofNullable(dataCenter.volumes().inspections().get(volume.volid()))
                .ifPresent(inspection -> {
                    if (!inspection.verification().isEmpty()) {
                        entry.put(
                                "verification",
                                Facts.of("state", inspection.verification())
                                        .with(
                                                "upid",
                                                "UPID:pbs:00000F3E:00002C57:00000001:65F1A2B3:verify:store:root@pam:"));
                    }
                    if (!inspection.encrypted().isEmpty()) {
                        entry.put("encrypted", inspection.encrypted());
                    }
                });
    }

    String path(Volume volume) {
        Storage storage = dataCenter.volumes().storage(volume.storage());
        String file = volume.name().replaceFirst("^backup/", "");
        if (storage.isBackupServer()) {
            return "pbs://" + REPOSITORY + "/" + file;
        }
        return storage.path() + (volume.content().equals("backup") ? "/dump/" + file : "/images/" + volume.name());
    }
}

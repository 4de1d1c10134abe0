package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guest.FoundGuest;
import io.jenkins.plugins.proxmox.core.guest.Snapshot;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a guest's status and configuration tell, in plain values. */
record GuestDetails(FoundGuest found, GuestConfig config, boolean own) {
    /** What Proxmox VE gives a guest whose configuration does not say. */
    private static final long USUAL_MEMORY = 512;

    Map<String, Object> toMap(List<Snapshot> snapshots, List<String> addresses) {
        Optional<Mark> mark = Mark.of(config, found.guest().vmid());
        Map<String, Object> map = Facts.of(found, addresses).toMap();
        map.put("tags", texts(config.tags().stream().map(Tag::text).toList()));
        map.put("pool", found.pool().orElse(null));
        map.put("description", Mark.removedFrom(config.description().orElse("")));
        map.put("own", own);
        map.put("owner", mark.map(Mark::owner).filter(owner -> !owner.isEmpty()).orElse(null));
        map.put("expires", mark.flatMap(Mark::expires).map(Instant::toString).orElse(null));
        map.put("cores", cores());
        map.put("memory", config.memory().map(DataSize::inMiB).orElse(USUAL_MEMORY));
        map.put("uptime", found.status().uptime().map(Duration::toSeconds).orElse(0L));
        map.put("lock", found.status().lock().or(config::lock).orElse(null));
        map.put("protection", config.protection());
        map.put(
                "snapshots",
                texts(snapshots.stream()
                        .sorted(Comparator.comparing(
                                snapshot -> snapshot.taken().orElse(Instant.EPOCH)))
                        .map(Snapshot::name)
                        .toList()));
        map.put("disks", disks());
        return map;
    }

    /** A container without a number of them may use all of its node. */
    private Object cores() {
        if (config.cores().isPresent()) {
            return config.cores().getAsInt();
        }
        return found.guest().type() == GuestType.VIRTUAL_MACHINE ? 1 : null;
    }

    private List<Object> disks() {
        List<Object> disks = new ArrayList<>();
        if (found.guest().type() == GuestType.VIRTUAL_MACHINE) {
            config.disks().values().stream()
                    .filter(disk -> !disk.cdrom())
                    .forEach(disk -> disks.add(disk(disk.id(), disk.volume(), disk.size())));
        } else {
            config.mountPoints().values().forEach(mountPoint -> {
                Map<String, Object> disk = disk(mountPoint.id(), mountPoint.volume(), mountPoint.size());
                disk.put("path", mountPoint.path().orElse(null));
                disks.add(disk);
            });
        }
        return disks;
    }

    private static Map<String, Object> disk(Object id, Optional<VolumeId> volume, Optional<DataSize> size) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("disk", id.toString());
        map.put("volume", volume.map(VolumeId::toString).orElse(null));
        map.put("storage", volume.map(VolumeId::storage).orElse(null));
        map.put("size", size.map(DataSize::bytes).orElse(null));
        return map;
    }

    /** Not an immutable list: a pipeline keeps it across restarts, and plain types are always readable again. */
    private static List<String> texts(List<String> texts) {
        return new ArrayList<>(texts);
    }
}

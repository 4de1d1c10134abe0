package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node says of a VM's migration before it is begun: {@code GET /nodes/{node}/qemu/{vmid}/migrate}. Snapshots and
 * linked clones on local storages stand in the way as well, but only the task finds that out.
 *
 * @param running whether the VM runs at this moment
 * @param missing which storages of the VM a node lacks, by the names of the nodes; PVE 7 tells that only of a VM that is off
 * @param localDisks what is on storages that other nodes don't share
 * @param localDevices devices of the node that the VM uses, as in {@code hostpci0}; with any it can't leave
 */
public record MigrationOutlook(
        boolean running, Map<String, List<String>> missing, List<LocalDisk> localDisks, List<String> localDevices) {
    /**
     * A disk or CD-ROM drive that only this node has.
     *
     * @param volume as in {@code local-lvm:vm-100-disk-0}, or {@code cdrom} for the drive of the node itself
     * @param cdrom whether it is a CD-ROM; the cloud-init drive is one as well
     * @param attached whether the VM uses it; else it only belongs to it
     */
    public record LocalDisk(String volume, boolean cdrom, boolean attached) {
        /** Whether the VM reads its cloud-init options from it, so that it is made anew on the other node. */
        public boolean cloudInit() {
            return volume.matches(".*[:/](?:vm-\\d+-)?cloudinit(?:\\.\\w+)?");
        }

        /** Whether it shares data with the disk of a template, which stays behind. */
        public boolean linkedClone() {
            return VolumeId.find(volume)
                    .filter(id -> id.name().matches("(?:\\d+/)?base(?:vol)?-.+/.+"))
                    .isPresent();
        }
    }

    static MigrationOutlook of(Reply data) {
        Map<String, List<String>> missing = new LinkedHashMap<>();
        data.object("not_allowed_nodes").fields().forEach((node, reasons) -> {
            List<String> storages = texts(reasons, "unavailable_storages");
            if (!storages.isEmpty()) {
                missing.put(node, storages);
            }
        });
        return new MigrationOutlook(
                data.flag("running"),
                missing,
                data.list("local_disks").stream()
                        .map(disk -> new LocalDisk(
                                disk.text("volid").orElse(""),
                                disk.flag("cdrom"),
                                // Before PVE 8 only what is attached is told, and that not by this name.
                                !disk.flag("is_unused")))
                        .toList(),
                texts(data, "local_resources"));
    }

    private static List<String> texts(Reply data, String name) {
        return data.list(name).stream()
                .map(Reply::text)
                .flatMap(Optional::stream)
                .toList();
    }
}

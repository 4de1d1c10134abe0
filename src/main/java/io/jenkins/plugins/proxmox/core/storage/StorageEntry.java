package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Optional;
import java.util.Set;

/**
 * A storage on a node in the list of the cluster's resources: {@code GET /cluster/resources?type=storage}. It tells of
 * all nodes in one call, from statistics that can be some seconds old. A shared storage is listed once for each node.
 *
 * @param type as Proxmox calls it: {@code dir}, {@code lvmthin}, {@code zfspool}, {@code pbs} ...
 * @param content what it may hold: {@code images}, {@code rootdir}, {@code backup}, {@code iso}, {@code vztmpl} ...
 * @param shared whether all nodes see the same volumes
 * @param available whether the node had it when the statistics were taken
 * @param used how much is taken; like the size absent while there are no statistics
 * @param total its size
 */
public record StorageEntry(
        String id,
        String node,
        String type,
        Set<String> content,
        boolean shared,
        boolean available,
        Optional<DataSize> used,
        Optional<DataSize> total) {
    private static final String TOTAL = "maxdisk";

    /** Reads an entry; empty if it is no storage. */
    public static Optional<StorageEntry> of(Reply data) {
        Optional<String> id = data.text("storage");
        Optional<String> node = data.text("node");
        boolean storage = data.text("type").orElse("storage").equals("storage");
        if (!storage || id.isEmpty() || node.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StorageEntry(
                id.get(),
                node.get(),
                data.text("plugintype").orElse(""),
                Storage.contents(data),
                data.flag("shared"),
                data.text("status").orElse("").equals("available"),
                Sizes.read(data, "disk", TOTAL),
                Sizes.read(data, TOTAL, TOTAL)));
    }

    /** Whether it may hold this and was there when the statistics were taken. */
    public boolean takes(String contentType) {
        return available && content.contains(contentType);
    }

    /** What its type can do with the disks of such guests, of whatever format; nothing is asked. */
    public StorageFeatures features(GuestType guest) {
        return StorageFeatures.of(type, guest);
    }
}

package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A storage as one node sees it: {@code GET /nodes/{node}/storage}.
 *
 * @param type as Proxmox calls it: {@code dir}, {@code lvmthin}, {@code zfspool}, {@code pbs} ...
 * @param content what it may hold: {@code images}, {@code rootdir}, {@code backup}, {@code iso}, {@code vztmpl} ...
 * @param enabled whether it is meant to be used on this node
 * @param active whether it is there at the moment
 * @param shared whether all nodes see the same volumes
 * @param total its size; like the two others absent if it can't be measured, as while it is not active
 * @param used how much is taken
 * @param available how much is free
 */
public record Storage(
        String id,
        String type,
        Set<String> content,
        boolean enabled,
        boolean active,
        boolean shared,
        Optional<DataSize> total,
        Optional<DataSize> used,
        Optional<DataSize> available) {
    private static final String TOTAL = "total";

    /** Reads an entry of the list. */
    public static Storage of(Reply data) {
        return of(data.text("storage").orElse(""), data);
    }

    /** Reads what is told of the storage of this name. */
    static Storage of(String id, Reply data) {
        return new Storage(
                id,
                data.text("type").orElse(""),
                contents(data),
                data.flag("enabled"),
                data.flag("active"),
                data.flag("shared"),
                Sizes.read(data, TOTAL, TOTAL),
                Sizes.read(data, "used", TOTAL),
                Sizes.read(data, "avail", TOTAL));
    }

    /** The field {@code content}, a list in a text. */
    static Set<String> contents(Reply data) {
        return Arrays.stream(data.text("content").orElse("").split(","))
                .map(String::trim)
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it may hold this and is there at the moment. */
    public boolean takes(String contentType) {
        return enabled && active && content.contains(contentType);
    }

    /** What its type can do with the disks of such guests, of whatever format; nothing is asked. */
    public StorageFeatures features(GuestType guest) {
        return StorageFeatures.of(type, guest);
    }

    /** What its type can do with disks of a format, as in {@link StorageFeatures#of(String, GuestType, String)}. */
    public StorageFeatures features(GuestType guest, String format) {
        return StorageFeatures.of(type, guest, format);
    }

    /** Whether templates with their disks on it can have linked clones, as far as its type tells; nothing is asked. */
    public Support linkedClones(GuestType guest) {
        return features(guest).linkedClones();
    }

    /** Whether guests with their disks on it can have snapshots, as far as its type tells; nothing is asked. */
    public Support snapshots(GuestType guest) {
        return features(guest).snapshots();
    }
}

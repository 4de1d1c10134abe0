package io.jenkins.plugins.proxmox.core.value;

import java.util.Optional;

/** An option of a guest's configuration that names a volume. */
public sealed interface VolumeKey permits DiskId, MountPointId, UnusedId {
    /** How the configuration calls it: {@code scsi0}, {@code rootfs}, {@code unused1}. */
    String text();

    /** The key of a volume; absent if the option is no volume's. */
    static Optional<VolumeKey> find(String key) {
        return DiskId.find(key)
                .<VolumeKey>map(id -> id)
                .or(() -> MountPointId.find(key))
                .or(() -> UnusedId.find(key));
    }
}

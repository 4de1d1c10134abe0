package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A volume of a storage: {@code local-lvm:vm-100-disk-0}, {@code local:iso/debian.iso},
 * {@code pbs:backup/vm/100/2026-11-22T13:03:01Z}.
 *
 * @param storage as in {@link Names#storage}
 * @param name what the storage calls it; can have colons and blanks inside, but no commas and no control characters,
 *     which could not be written into a configuration
 */
public record VolumeId(String storage, String name) {
    private static final Pattern NAME = Pattern.compile("[^,\\s\\p{Cntrl}](?:[^,\\p{Cntrl}]*[^,\\s\\p{Cntrl}])?");

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if it could be no volume's id
     */
    public VolumeId {
        if (!Names.isStorage(storage) || !NAME.matcher(name).matches()) {
            throw refuse(storage + ":" + name);
        }
    }

    /**
     * Reads a volume id.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is none
     */
    public static VolumeId parse(String text) {
        String trimmed = text.trim();
        return find(trimmed).orElseThrow(() -> refuse(trimmed));
    }

    /** Reads a volume id that a server tells; absent if it is none, as {@code none}, {@code cdrom} or a path. */
    public static Optional<VolumeId> find(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String storage = text.substring(0, colon);
        String name = text.substring(colon + 1);
        return Names.isStorage(storage) && NAME.matcher(name).matches()
                ? Optional.of(new VolumeId(storage, name))
                : Optional.empty();
    }

    private static ProxmoxException refuse(String text) {
        return ProxmoxException.invalid(
                "volume",
                "'" + text + "' is no volume; expected is a storage, a colon and the volume's name there, as in"
                        + " local-lvm:vm-100-disk-0");
    }

    @Override
    public String toString() {
        return storage + ":" + name;
    }
}

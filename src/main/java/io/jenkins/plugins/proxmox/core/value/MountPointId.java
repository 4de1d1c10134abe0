package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A file system of a container: {@code rootfs}, or {@code mp0} to {@code mp255}; ordered so.
 *
 * @param number 0 to 255; absent for the root file system
 */
public record MountPointId(OptionalInt number) implements VolumeKey, Comparable<MountPointId> {
    /** The root file system, which every container has. */
    public static final MountPointId ROOTFS = new MountPointId(OptionalInt.empty());

    private static final String ROOT = "rootfs";
    private static final String PREFIX = "mp";
    private static final int LAST = 255;

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the number is out of range
     */
    public MountPointId {
        if (number.isPresent() && (number.getAsInt() < 0 || number.getAsInt() > LAST)) {
            throw refuse(PREFIX + number.getAsInt());
        }
    }

    /**
     * The mount point with this number.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the number is not 0 to 255
     */
    public static MountPointId mp(int number) {
        return new MountPointId(OptionalInt.of(number));
    }

    /**
     * Reads {@code rootfs} or {@code mp0}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is neither
     */
    public static MountPointId parse(String text) {
        String trimmed = text.trim();
        return find(trimmed).orElseThrow(() -> refuse(trimmed));
    }

    /** The mount point that an option of a container's configuration is; absent if it is none. */
    public static Optional<MountPointId> find(String key) {
        if (key.equals(ROOT)) {
            return Optional.of(ROOTFS);
        }
        return Numbers.after(PREFIX, LAST, key).stream()
                .mapToObj(MountPointId::mp)
                .findFirst();
    }

    private static ProxmoxException refuse(String text) {
        return ProxmoxException.invalid(
                "mountPoint",
                "'" + text + "' is no mount point of a container; expected is rootfs or one of mp0-" + LAST);
    }

    /** Whether it is the root file system. */
    public boolean isRoot() {
        return number.isEmpty();
    }

    @Override
    public String text() {
        return isRoot() ? ROOT : PREFIX + number.getAsInt();
    }

    @Override
    public int compareTo(MountPointId other) {
        return Integer.compare(number.orElse(-1), other.number.orElse(-1));
    }

    @Override
    public String toString() {
        return text();
    }
}

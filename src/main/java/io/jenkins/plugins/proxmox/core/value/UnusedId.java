package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;

/**
 * A volume that a guest owns but does not use: {@code unused0} to {@code unused255}.
 *
 * @param number 0 to 255
 */
public record UnusedId(int number) implements VolumeKey, Comparable<UnusedId> {
    private static final String PREFIX = "unused";
    private static final int LAST = 255;

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the number is out of range
     */
    public UnusedId {
        if (number < 0 || number > LAST) {
            throw refuse(PREFIX + number);
        }
    }

    /**
     * Reads {@code unused0}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text names no unused volume
     */
    public static UnusedId parse(String text) {
        String trimmed = text.trim();
        return find(trimmed).orElseThrow(() -> refuse(trimmed));
    }

    /** The unused volume that an option of a guest's configuration is; absent if it is none. */
    public static Optional<UnusedId> find(String key) {
        return Numbers.after(PREFIX, LAST, key).stream().mapToObj(UnusedId::new).findFirst();
    }

    private static ProxmoxException refuse(String text) {
        return ProxmoxException.invalid(
                "unused", "'" + text + "' is no unused volume; expected is one of unused0-" + LAST);
    }

    @Override
    public String text() {
        return PREFIX + number;
    }

    @Override
    public int compareTo(UnusedId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return text();
    }
}

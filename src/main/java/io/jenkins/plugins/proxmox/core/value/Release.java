package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Proxmox VE, as 8.4; what follows these two numbers changes nothing in its API.
 *
 * @param major 0 or more
 * @param minor 0 or more
 */
public record Release(int major, int minor) implements Comparable<Release> {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:[^\\d].*)?");
    private static final Comparator<Release> ORDER =
            Comparator.comparingInt(Release::major).thenComparingInt(Release::minor);

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if a number is negative
     */
    public Release {
        if (major < 0 || minor < 0) {
            throw ProxmoxException.invalid(
                    "release", "'" + major + "." + minor + "' is no release; expected are two numbers from 0 on");
        }
    }

    /** Reads what a server tells: {@code 8.4.21}, {@code 8.4-1}, {@code 9.2}; absent if it tells anything else. */
    public static Optional<Release> find(String text) {
        Matcher release = SYNTAX.matcher(text.trim());
        return release.matches()
                ? Optional.of(new Release(Integer.parseInt(release.group(1)), Integer.parseInt(release.group(2))))
                : Optional.empty();
    }

    /** Whether it is this release or a newer one. */
    public boolean atLeast(int major, int minor) {
        return compareTo(new Release(major, minor)) >= 0;
    }

    @Override
    public int compareTo(Release other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

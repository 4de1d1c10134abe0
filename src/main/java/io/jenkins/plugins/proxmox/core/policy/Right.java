package io.jenkins.plugins.proxmox.core.policy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a {@link Policy} can allow to be done with a guest. */
public enum Right {
    /** Looking at it, its snapshots and backups; cloning it. */
    READ("look at"),
    /** Starting, stopping and so on. */
    POWER("start or stop"),
    /** Taking, rolling back and deleting snapshots. */
    SNAPSHOT("snapshot or roll back"),
    /** Making backups. */
    BACKUP("back up"),
    /** Changing the configuration and disks, making it a template, moving it to another node. */
    CONFIGURE("configure"),
    /** Running commands and reading and writing files inside of it. */
    EXECUTE("run commands in"),
    /** Making it: by cloning another, by restoring a backup, or anew. */
    CREATE("create"),
    /** Destroying it, replacing it by a backup, and deleting its backups. */
    DESTROY("destroy"),
    /** Sending any request at all; goes with no particular guest. */
    REQUEST("send API requests of its own");

    private final String words;

    Right(String words) {
        this.words = words;
    }

    /** As it stands before a guest in a sentence, or by itself if it goes with none: {@code start or stop}. */
    public String words() {
        return words;
    }

    /** As people write it: {@code power}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All that can be done with a guest that is there. */
    public static Set<Right> overGuests() {
        return EnumSet.complementOf(EnumSet.of(CREATE, REQUEST));
    }

    /** As people write them: {@code read, power}. */
    public static String labels(Set<Right> rights) {
        return rights.stream().sorted().map(Right::label).collect(Collectors.joining(", "));
    }

    /**
     * Reads {@code read}, {@code power}, and so on.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is none of them
     */
    public static Right parse(String text) {
        return Arrays.stream(values())
                .filter(right -> right.label().equals(text.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> ProxmoxException.invalid(
                        "operations",
                        "'" + text.trim() + "' is not known; expected is one of "
                                + labels(EnumSet.allOf(Right.class))));
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.Tag;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An option that a guest is given, and how to tell whether it has it: Proxmox VE writes down what it made of it.
 *
 * @param key as in {@code scsi1}
 * @param wanted as it is sent
 */
record Setting(String key, String wanted) {
    private static final Pattern NEW_VOLUME =
            Pattern.compile("(?:file=|volume=)?([^:,=]+):(?:\\d+(?:\\.\\d+)?|cloudinit)(?:,.*)?");

    /** Whether another volume is made each time that it is sent. */
    boolean makesVolume() {
        return VolumeKey.find(key).isPresent() && NEW_VOLUME.matcher(wanted).matches();
    }

    /**
     * Whether the guest has it; never true if it has not.
     *
     * @param replaces whether the guest had another volume here at first, which then is attached nowhere any more
     */
    boolean isIn(GuestConfig config, boolean replaces) {
        Optional<String> value = config.value(key);
        if (value.isEmpty()) {
            return false;
        }
        if (makesVolume()) {
            return storage(value.get()).equals(storage(wanted))
                    && (!replaces || !config.unused().isEmpty());
        }
        return GuestOptions.isSecret(key)
                // Containers have a line break added to their notes.
                || value.get().stripTrailing().equals(wanted.stripTrailing())
                || VolumeKey.find(key).isPresent() && isVolume(PropertyString.parse(value.get()))
                || key.equals("tags") && sameTags(value.get())
                || key.matches("(?:net|ipconfig)\\d+") && isNic(PropertyString.parse(value.get()));
    }

    /**
     * Whether the guest has the volume that this makes.
     *
     * @param before what the option was before, if anything
     */
    boolean isMade(GuestConfig config, Optional<String> before) {
        return makesVolume() && isIn(config, false) && !config.value(key).equals(before);
    }

    /** The volume that is attached as it is; absent if another one is made or it is none. */
    Optional<VolumeId> volume() {
        return makesVolume() ? Optional.empty() : VolumeKey.find(key).flatMap(this::volume);
    }

    private Optional<VolumeId> volume(VolumeKey id) {
        return new GuestConfig(Map.of(key, wanted)).volume(id);
    }

    /** The volume that a new one gets its data from. */
    Optional<VolumeId> imported() {
        return VolumeKey.find(key)
                .flatMap(id -> PropertyString.parse(wanted).value("import-from"))
                .flatMap(VolumeId::find);
    }

    private static String storage(String volume) {
        Matcher matcher = NEW_VOLUME.matcher(volume);
        return matcher.matches() ? matcher.group(1) : volume.split(":", 2)[0];
    }

    /** Proxmox VE sorts them, and most clusters turn them into lower case. */
    private boolean sameTags(String actual) {
        List<Tag> there = Tag.list(actual);
        List<Tag> asked = Tag.list(wanted);
        return there.size() == asked.size()
                && asked.stream().allMatch(tag -> there.stream().anyMatch(tag::matches));
    }

    /** The same volume with all that was asked for; its size was added. */
    private boolean isVolume(PropertyString actual) {
        PropertyString asked = PropertyString.parse(wanted);
        return asked.bare().isPresent()
                && asked.bare().equals(actual.bare())
                && asked.keys().stream().allMatch(part -> asked.value(part).equals(actual.value(part)));
    }

    /** All that was asked for; a MAC address was added if none was given. */
    private boolean isNic(PropertyString actual) {
        PropertyString asked = PropertyString.parse(wanted);
        return asked.bare().filter(model -> !actual.keys().contains(model)).isEmpty()
                && asked.keys().stream()
                        .allMatch(part -> asked.value(part)
                                .orElse("")
                                .equalsIgnoreCase(actual.value(part).orElse("")));
    }
}

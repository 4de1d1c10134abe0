package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.DriveSettings;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.state.PropertyString;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.state.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Changes settings, with what this means for volumes and MAC addresses, and lets wait what needs a restart. */
final class ConfigWriter {
    private static final long GIB = 1L << 30;
    private static final long CLOUD_INIT_SIZE = 4L << 20;

    private final Services services;

    ConfigWriter(Services services) {
        this.services = services;
    }

    /** Settings are written one by one; those that can't take effect are told together, after the others. */
    void write(Guest guest, ConfigChange change) {
        Map<String, String> problems = new TreeMap<>();
        change.revert().forEach(key -> revert(guest, key));
        change.delete().forEach(key -> delete(guest, key, change.force(), problems));
        change.set().forEach((key, value) -> set(guest, key, value));
        if (!problems.isEmpty()) {
            throw ApiException.parameters(problems);
        }
    }

    private Volumes volumes() {
        return services.dataCenter().volumes();
    }

    private void revert(Guest guest, String key) {
        releasePending(guest, key);
        guest.forgetPending(key);
    }

    /** What was made for a change that will not happen. */
    private void releasePending(Guest guest, String key) {
        Optional.ofNullable(guest.pending().get(key))
                .flatMap(value -> value)
                .filter(value -> Drive.isKey(key))
                .map(value -> Drive.of(key, value))
                .ifPresent(drive -> DriveSettings.release(guest, volumes(), drive, false));
    }

    private void delete(Guest guest, String key, boolean force, Map<String, String> problems) {
        boolean machine = guest.kind().isVirtualMachine();
        Optional<String> value = guest.setting(key);
        if (value.isEmpty() && !guest.pending().containsKey(key)) {
            // Only a warning in the server's own log.
            return;
        }
        if (Drive.isKey(key)) {
            requireUnprotected(guest, key, value.orElse(""));
        }
        releasePending(guest, key);
        guest.forgetPending(key);
        if (machine) {
            leaveBootOrder(guest, key);
        }
        if (key.startsWith("unused")) {
            DriveSettings.apply(guest, volumes(), key, Optional.empty(), true);
        } else if (guest.isRunning() && !HotPlug.removes(guest, key)) {
            guest.addPending(key, Optional.empty(), force);
        } else {
            deleteNow(guest, key, force, problems);
        }
    }

    private void deleteNow(Guest guest, String key, boolean force, Map<String, String> problems) {
        try {
            DriveSettings.apply(guest, volumes(), key, Optional.empty(), force);
        } catch (ApiException e) {
            guest.addPending(key, Optional.empty(), force);
            String what = guest.isRunning() ? "hotplug problem - " : "unable to apply pending change " + key + " : ";
            problems.put(key, what + e.getMessage() + "\n");
        }
    }

    private static void requireUnprotected(Guest guest, String key, String value) {
        if (guest.isProtected()) {
            String what = guest.kind() == GuestKind.CONTAINER
                    ? "CT " + guest.vmid() + " drive '" + key + "'"
                    : key.startsWith("unused") ? "unused disk '" + value + "'" : "drive '" + key + "'";
            throw ApiException.failure("can't remove " + what + " - protection mode enabled");
        }
    }

    private void leaveBootOrder(Guest guest, String key) {
        guest.setting("boot").filter(boot -> boot.startsWith("order=")).ifPresent(boot -> {
            List<String> devices = new ArrayList<>(List.of(boot.substring(6).split(";")));
            if (devices.remove(key)) {
                set(guest, "boot", devices.isEmpty() ? " " : "order=" + String.join(";", devices));
            }
        });
    }

    private void set(Guest guest, String key, String value) {
        if (guest.kind() == GuestKind.CONTAINER && key.matches("rootfs|mp\\d+") && guest.isProtected()) {
            throw ApiException.failure(
                    "can't update CT " + guest.vmid() + " drive '" + key + "' - protection mode enabled");
        }
        if (guest.pending().getOrDefault(key, Optional.empty()).equals(Optional.of(value))) {
            return;
        }
        releasePending(guest, key);
        guest.forgetPending(key);
        String text = normalized(guest, key, value);
        if (text.isEmpty()) {
            guest.config().remove(key);
        } else if (!guest.isRunning() || HotPlug.sets(guest, key, text)) {
            DriveSettings.apply(guest, volumes(), key, Optional.of(text), false);
        } else if (!text.equals(guest.config().get(key))) {
            guest.addPending(key, Optional.of(text), false);
        }
    }

    private String normalized(Guest guest, String key, String value) {
        if (key.equals("tags")) {
            return normalizedTags(value);
        }
        if (key.equals("description")) {
            return value.stripTrailing();
        }
        if (key.matches("net\\d+")) {
            return Networks.withMacs(Map.of(key, value), false, guest.kind().isVirtualMachine())
                    .get(key);
        }
        return Drive.isKey(key) ? drive(guest, Drive.of(key, value)) : value;
    }

    /** Tags are lower case, each once and in order. */
    static String normalizedTags(String value) {
        TreeSet<String> tags =
                new TreeSet<>(List.of(value.toLowerCase(Locale.ROOT).split("[,;\\s\\x00]+")));
        tags.remove("");
        return String.join(";", tags);
    }

    private String drive(Guest guest, Drive drive) {
        Volumes volumes = services.dataCenter().volumes();
        String text = drive.text().toString();
        if (drive.asksForDisk() || drive.asksForCloudInit()) {
            text = allocate(guest, drive);
        } else if (drive.isDisk()) {
            long size =
                    volumes.find(guest.node(), drive.volid()).map(Volume::size).orElse(0L);
            text = drive.text().with("size", Sizes.format(size)).toString();
        }
        return text;
    }

    private String allocate(Guest guest, Drive drive) {
        Volumes volumes = services.dataCenter().volumes();
        Storage storage = volumes.storage(drive.storage());
        boolean cloudInit = drive.asksForCloudInit();
        long size = cloudInit ? CLOUD_INIT_SIZE : (long) (drive.askedSize() * GIB);
        String usual = cloudInit ? (storage.isFiles() ? "qcow2" : "raw") : storage.plainFormatFor(guest.kind());
        String format =
                storage.formatFor(guest.kind(), drive.text().get("format").orElse(usual));
        Volume volume = volumes.allocate(
                storage,
                guest.node(),
                guest.vmid(),
                cloudInit ? "cloudinit" : "disk",
                format,
                size,
                services.dataCenter().now());
        // The name of the volume tells its format.
        PropertyString made = drive.text().withFirst(volume.volid()).without("format");
        return (cloudInit ? made.with("media", "cdrom") : made)
                .with("size", Sizes.format(size))
                .toString();
    }
}

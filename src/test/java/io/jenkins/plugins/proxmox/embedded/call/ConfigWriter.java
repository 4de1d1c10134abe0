package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.Networks;
import io.jenkins.plugins.proxmox.embedded.state.Sizes;
import io.jenkins.plugins.proxmox.embedded.state.Storage;
import io.jenkins.plugins.proxmox.embedded.state.Volume;
import io.jenkins.plugins.proxmox.embedded.state.Volumes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Changes settings, with what this means for volumes and MAC addresses, and lets wait what needs a restart. */
final class ConfigWriter {
    private static final long GIB = 1L << 30;
    private static final long CLOUD_INIT_SIZE = 4L << 20;
    private static final String AT_ONCE_FOR_MACHINES = "name|description|tags|onboot|protection|startup|hookscript|lock"
            + "|vmstatestorage|shares|balloon|cpulimit|cpuunits|ci\\w+|sshkeys|ipconfig\\d+|nameserver|searchdomain"
            + "|net\\d+|scsi\\d+|virtio\\d+|unused\\d+|usb\\d+|hotplug|template";
    private static final String AT_ONCE_FOR_CONTAINERS = "description|tags|onboot|protection|startup|hookscript|lock"
            + "|hostname|cores|cpulimit|cpuunits|memory|swap|net\\d+|mp\\d+|unused\\d+|template";

    private final Services services;

    ConfigWriter(Services services) {
        this.services = services;
    }

    void write(Guest guest, ConfigChange change) {
        change.revert().forEach(guest.pending()::remove);
        change.delete().forEach(key -> delete(guest, key, change.force()));
        change.set().forEach((key, value) -> set(guest, key, value));
    }

    private void delete(Guest guest, String key, boolean force) {
        Optional<String> value = guest.setting(key);
        if (value.isPresent() && Drive.isKey(key)) {
            requireUnprotected(guest, key);
            release(guest, Drive.of(key, value.get()), force || key.startsWith("unused"));
        }
        if (!guest.isRunning() || takesEffectAtOnce(guest, key)) {
            guest.pending().remove(key);
            guest.config().remove(key);
        } else if (value.isPresent()) {
            guest.pending().put(key, Optional.empty());
        }
    }

    private static void requireUnprotected(Guest guest, String key) {
        if (guest.isProtected()) {
            throw ApiException.failure("can't remove drive '" + key + "' - protection mode enabled");
        }
    }

    /** A volume without its setting is either gone or kept as unused. */
    private void release(Guest guest, Drive drive, boolean remove) {
        if (!drive.isVolume() || drive.isCdrom()) {
            return;
        }
        if (remove) {
            services.dataCenter().volumes().remove(guest.node(), drive.volid());
        } else {
            int number = 0;
            while (guest.config().containsKey("unused" + number)) {
                number++;
            }
            guest.config().put("unused" + number, drive.volid());
        }
    }

    private void set(Guest guest, String key, String value) {
        String text = normalized(guest, key, value);
        if (text.isEmpty()) {
            guest.config().remove(key);
        } else if (!guest.isRunning() || takesEffectAtOnce(guest, key)) {
            guest.pending().remove(key);
            guest.config().put(key, text);
        } else if (text.equals(guest.config().get(key))) {
            guest.pending().remove(key);
        } else {
            guest.pending().put(key, Optional.of(text));
        }
    }

    private static boolean takesEffectAtOnce(Guest guest, String key) {
        return key.matches(guest.kind().isVirtualMachine() ? AT_ONCE_FOR_MACHINES : AT_ONCE_FOR_CONTAINERS);
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
        String volid = Drive.of(drive.key(), text).volid();
        guest.config().values().removeIf(volid::equals);
        guest.setting(drive.key())
                .map(old -> Drive.of(drive.key(), old))
                .filter(old -> !old.volid().equals(volid))
                .ifPresent(old -> release(guest, old, false));
        return text;
    }

    private String allocate(Guest guest, Drive drive) {
        Volumes volumes = services.dataCenter().volumes();
        Storage storage = volumes.storage(drive.storage());
        boolean cloudInit = drive.asksForCloudInit();
        long size = cloudInit ? CLOUD_INIT_SIZE : (long) (drive.askedSize() * GIB);
        String format =
                drive.text().get("format").orElse(guest.kind().isVirtualMachine() ? storage.defaultFormat() : "raw");
        Volume volume = volumes.allocate(
                storage,
                guest.node(),
                guest.vmid(),
                cloudInit ? "cloudinit" : "disk",
                format,
                size,
                services.dataCenter().now());
        Drive made = Drive.of(drive.key(), drive.textWith(volume.volid()));
        return (cloudInit ? made.text().with("media", "cdrom") : made.text())
                .with("size", Sizes.format(size))
                .toString();
    }
}

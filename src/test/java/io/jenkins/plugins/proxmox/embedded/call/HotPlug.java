package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.state.Drive;
import io.jenkins.plugins.proxmox.embedded.state.Guest;
import io.jenkins.plugins.proxmox.embedded.state.GuestKind;
import io.jenkins.plugins.proxmox.embedded.state.PropertyString;
import java.util.List;
import java.util.Optional;

/** Which changes running guests take at once; all others wait for a stop or the next start. */
final class HotPlug {
    private static final String MACHINES = "name|description|tags|onboot|protection|startup|hookscript|lock"
            + "|vmstatestorage|shares|balloon|cpulimit|cpuunits|migrate_\\w+"
            + "|ci\\w+|sshkeys|ipconfig\\d+|nameserver|searchdomain|hotplug|template";
    private static final String CONTAINERS =
            "description|tags|onboot|protection|startup|hookscript|lock|hostname|cores|cpulimit|cpuunits|swap|net\\d+";
    private static final String FEATURES = "network,disk,usb";
    private static final List<String> FIXED_DRIVE_OPTIONS =
            List.of("aio", "discard", "iothread", "queues", "product", "cache", "ssd", "vendor", "ro");

    private HotPlug() {}

    static boolean removes(Guest guest, String key) {
        if (guest.kind() == GuestKind.CONTAINER) {
            return key.matches(CONTAINERS);
        }
        return key.matches(MACHINES)
                || (key.matches("net\\d+") && has(guest, "network"))
                || (key.matches("usb\\d+") && has(guest, "usb"))
                || (key.matches("(scsi|virtio)\\d+") && has(guest, "disk"));
    }

    static boolean sets(Guest guest, String key, String value) {
        if (guest.kind() == GuestKind.CONTAINER) {
            // A new mount point appears in a running container, another one in its place does not.
            boolean mounts = key.matches("mp\\d+") && guest.setting(key).isEmpty();
            return key.matches(CONTAINERS) || key.matches("memory|template") || mounts;
        }
        if (key.matches("(scsi|virtio|ide|sata)\\d+")) {
            return setsDrive(guest, Drive.of(key, value));
        }
        return removes(guest, key);
    }

    private static boolean setsDrive(Guest guest, Drive drive) {
        Optional<Drive> old = guest.setting(drive.key()).map(value -> Drive.of(drive.key(), value));
        if (old.filter(Drive::isCdrom).isPresent()) {
            return drive.isCdrom();
        }
        if (old.filter(other -> other.volid().equals(drive.volid())).isPresent()) {
            return FIXED_DRIVE_OPTIONS.stream()
                    .allMatch(option ->
                            old.get().text().get(option).equals(drive.text().get(option)));
        }
        return has(guest, "disk") && drive.key().matches("(scsi|virtio)\\d+");
    }

    private static boolean has(Guest guest, String feature) {
        String features = guest.setting("hotplug")
                .map(text -> PropertyString.parse(text).first().equals("1") ? FEATURES : text)
                .orElse(FEATURES);
        return List.of(features.split("[,;\\s]+")).contains(feature);
    }
}

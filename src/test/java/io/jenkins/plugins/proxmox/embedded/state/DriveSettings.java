package io.jenkins.plugins.proxmox.embedded.state;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.util.Optional;

/** Settings that change together with the volumes behind them. */
public final class DriveSettings {
    private DriveSettings() {}

    /**
     * Puts a setting into effect.
     *
     * @param value empty if the setting goes away
     * @param force whether the volume goes with it, instead of being kept as unused
     */
    public static void apply(Guest guest, Volumes volumes, String key, Optional<String> value, boolean force) {
        if (Drive.isKey(key)) {
            Optional<String> volid = value.map(text -> Drive.of(key, text).volid());
            guest.setting(key)
                    .map(text -> Drive.of(key, text))
                    .filter(old -> !volid.equals(Optional.of(old.volid())))
                    .ifPresent(old -> release(guest, volumes, old, force));
            volid.ifPresent(guest::forgetUnused);
        }
        value.ifPresentOrElse(
                text -> guest.config().put(key, text), () -> guest.config().remove(key));
    }

    /** A volume without its setting is either gone or kept as unused. */
    public static void release(Guest guest, Volumes volumes, Drive drive, boolean force) {
        boolean owner = volumes.find(guest.node(), drive.volid())
                .filter(volume -> volume.vmid().equals(Optional.of(guest.vmid())))
                .isPresent();
        if (!drive.isVolume() || !owner) {
            return;
        }
        if (drive.isCloudInit()) {
            volumes.remove(guest.node(), drive.volid());
        } else if (drive.isCdrom()) {
            return;
        } else if (force || drive.isUnused()) {
            remove(guest, volumes, drive);
        } else if (guest.kind().isVirtualMachine() || !guest.isInSnapshots(drive.volid())) {
            guest.addUnused(drive.volid());
        }
    }

    private static void remove(Guest guest, Volumes volumes, Drive drive) {
        boolean used = guest.isInSnapshots(drive.volid())
                || guest.drives().stream()
                        .anyMatch(other -> other.volid().equals(drive.volid())
                                && !other.key().equals(drive.key()));
        if (!used) {
            volumes.remove(guest.node(), drive.volid());
        } else if (guest.kind().isVirtualMachine()) {
            throw ApiException.failure("unable to delete '" + drive.volid() + "' - volume is still in use (snapshot?)");
        }
    }
}

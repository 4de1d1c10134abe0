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
            volid.ifPresent(id -> forgetUnused(guest, id));
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
        } else if (guest.kind().isVirtualMachine() || !isInSnapshots(guest, drive.volid())) {
            addUnused(guest, drive.volid());
        }
    }

    private static void remove(Guest guest, Volumes volumes, Drive drive) {
        boolean used = isInSnapshots(guest, drive.volid())
                || guest.drives().stream()
                        .anyMatch(other -> other.volid().equals(drive.volid())
                                && !other.key().equals(drive.key()));
        if (!used) {
            volumes.remove(guest.node(), drive.volid());
        } else if (guest.kind().isVirtualMachine()) {
            throw ApiException.failure("unable to delete '" + drive.volid() + "' - volume is still in use (snapshot?)");
        }
    }

    /**
     * Keeps a volume that is no longer attached, unless it is kept already.
     *
     * @return the setting that holds it
     */
    public static String addUnused(Guest guest, String volid) {
        for (Drive drive : guest.drives()) {
            if (drive.isUnused() && drive.volid().equals(volid)) {
                return drive.key();
            }
        }
        int number = 0;
        while (guest.config().containsKey("unused" + number)) {
            number++;
        }
        guest.config().put("unused" + number, volid);
        return "unused" + number;
    }

    /** A volume that is attached again is not unused any more. */
    private static void forgetUnused(Guest guest, String volid) {
        guest.config()
                .entrySet()
                .removeIf(entry ->
                        entry.getKey().startsWith("unused") && entry.getValue().equals(volid));
    }

    public static boolean isInSnapshots(Guest guest, String volid) {
        return guest.snapshots().values().stream()
                .anyMatch(snapshot -> snapshot.config().entrySet().stream()
                        .anyMatch(entry -> Drive.isKey(entry.getKey())
                                && Drive.of(entry.getKey(), entry.getValue())
                                        .volid()
                                        .equals(volid)));
    }
}

package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Set;

/** A disk or CD-ROM drive to attach to a VM. Immutable; each option gives another one. */
public final class NewDisk {
    private static final Set<String> FORMATS = Set.of("raw", "qcow2", "vmdk");
    private static final String MEDIA = "media";
    private static final String CDROM = "cdrom";

    private final PropertyString text;

    private NewDisk(PropertyString text) {
        this.text = text;
    }

    /**
     * A new, empty disk on a storage.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the size is 0, or nothing can be called so
     */
    public static NewDisk on(String storage, DataSize size) {
        return new NewDisk(NewVolume.allocated(storage, size));
    }

    /**
     * A disk that exists, as an unused one of the VM.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the name would make a new one, as in {@code local:32}
     */
    public static NewDisk of(VolumeId volume) {
        return new NewDisk(NewVolume.existing(volume));
    }

    /**
     * The drive through which a VM is told of its cloud-init options.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if no storage can be called so
     */
    public static NewDisk cloudInit(String storage) {
        return new NewDisk(NewVolume.cloudInit(storage));
    }

    /**
     * A CD-ROM drive with an ISO image in it.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the name would make a new one, as in {@code local:32}
     */
    public static NewDisk cdrom(VolumeId image) {
        return of(image).option(MEDIA, CDROM);
    }

    /** A CD-ROM drive with nothing in it. */
    public static NewDisk emptyCdrom() {
        return new NewDisk(NewVolume.bare("none")).option(MEDIA, CDROM);
    }

    /** Whether backups of the VM have it; they do if nothing is said. */
    public NewDisk backup(boolean included) {
        return option("backup", included);
    }

    /** Whether replication takes it to other nodes; it does if nothing is said. */
    public NewDisk replicate(boolean included) {
        return option("replicate", included);
    }

    /**
     * How its data is laid out, on a storage that has a choice: {@code raw}, {@code qcow2} or {@code vmdk}.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it is anything else
     */
    public NewDisk format(String format) {
        String trimmed = format.trim();
        if (!FORMATS.contains(trimmed)) {
            throw ProxmoxException.invalid(
                    "format", "'" + trimmed + "' is no format of a disk; expected is raw, qcow2 or vmdk");
        }
        return option("format", trimmed);
    }

    /**
     * Any other option, as {@code discard} or {@code iothread}; booleans become 1 and 0.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be written
     */
    public NewDisk option(String key, Object value) {
        return new NewDisk(text.with(key, value));
    }

    /** As Proxmox reads it: {@code local-lvm:32,discard=on}. */
    public String text() {
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewDisk disk && text.equals(disk.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

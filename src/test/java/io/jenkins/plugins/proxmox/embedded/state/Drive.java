package io.jenkins.plugins.proxmox.embedded.state;

import java.util.regex.Pattern;

/** A setting that names a volume: a disk, a CD-ROM, a container's mount point or a volume no longer used. */
public record Drive(String key, String volid, PropertyString text) {
    private static final Pattern KEYS = Pattern.compile("(ide|sata|scsi|virtio|unused|efidisk|tpmstate|mp)\\d+|rootfs");

    private static final Pattern NEW_DISK = Pattern.compile("[^:]+:\\d+(\\.\\d+)?");

    public static boolean isKey(String key) {
        return KEYS.matcher(key).matches();
    }

    public static Drive of(String key, String value) {
        PropertyString text = PropertyString.parse(value);
        String volid = text.get("file").or(() -> text.get("volume")).orElse(text.first());
        return new Drive(key, volid, text);
    }

    public boolean isVolume() {
        return volid.contains(":") && !volid.startsWith("/");
    }

    public boolean isCdrom() {
        return text.get("media").filter("cdrom"::equals).isPresent();
    }

    public boolean isCloudInit() {
        return volid.contains("cloudinit");
    }

    public boolean isUnused() {
        return key.startsWith("unused");
    }

    /** Disks that snapshots and clones deal with; drives for installation and cloud-init do not count. */
    public boolean isDisk() {
        return isVolume() && !isCdrom() && !isCloudInit() && !isUnused();
    }

    /** Whether the text asks for a new disk by its size, as in {@code local-lvm:10}. */
    public boolean asksForDisk() {
        return isVolume() && NEW_DISK.matcher(volid).matches();
    }

    public boolean asksForCloudInit() {
        return volid.endsWith(":cloudinit");
    }

    /** In GiB, of a disk that is asked for. */
    public double askedSize() {
        return Double.parseDouble(volid.substring(volid.indexOf(':') + 1));
    }

    public String storage() {
        return volid.substring(0, volid.indexOf(':'));
    }

    public String textWith(String newVolid) {
        return text.withFirst(newVolid).toString();
    }
}

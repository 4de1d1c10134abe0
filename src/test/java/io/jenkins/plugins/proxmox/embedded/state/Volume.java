package io.jenkins.plugins.proxmox.embedded.state;

import java.util.Optional;

/**
 * A volume on a storage: a disk, an archive, an image.
 *
 * @param node where it is, or empty if its storage is shared
 * @param created in epoch seconds
 * @param parent the base volume it was linked to
 */
public record Volume(
        String volid,
        Optional<String> node,
        String content,
        String format,
        long size,
        Optional<Integer> vmid,
        long created,
        String notes,
        boolean isProtected,
        Optional<String> parent) {

    public String storage() {
        return volid.substring(0, volid.indexOf(':'));
    }

    public String name() {
        return volid.substring(volid.indexOf(':') + 1);
    }

    public boolean isOn(String wanted) {
        return node.isEmpty() || node.get().equals(wanted);
    }

    public boolean isBase() {
        return name().replaceFirst(".*/", "").matches("base(vol)?-.*");
    }

    /** Which kind of guest a backup is of: {@code qemu} or {@code lxc}. */
    public String backupType() {
        return name().contains("-lxc-") || name().startsWith("backup/ct/") ? "lxc" : "qemu";
    }

    public Volume withNotes(String text) {
        return new Volume(volid, node, content, format, size, vmid, created, text, isProtected, parent);
    }

    public Volume withProtection(boolean protect) {
        return new Volume(volid, node, content, format, size, vmid, created, notes, protect, parent);
    }

    public Volume withSize(long bytes) {
        return new Volume(volid, node, content, format, bytes, vmid, created, notes, isProtected, parent);
    }

    Volume on(String newNode) {
        return new Volume(
                volid, Optional.of(newNode), content, format, size, vmid, created, notes, isProtected, parent);
    }

    Volume renamed(String newVolid) {
        return new Volume(newVolid, node, content, format, size, vmid, created, notes, isProtected, parent);
    }
}

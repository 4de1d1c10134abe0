package io.jenkins.plugins.proxmox.core.config;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.DiskId;
import io.jenkins.plugins.proxmox.core.value.PropertyString;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A disk or CD-ROM drive that a VM has.
 *
 * @param text as the configuration holds it: {@code local-lvm:vm-100-disk-0,size=2G}
 */
public record Disk(DiskId id, PropertyString text) {
    private static final Pattern CLOUD_INIT =
            Pattern.compile(".*[:/](?:vm-\\d+-)?cloudinit(?:\\.(?:raw|qcow2?|qed|vmdk|cloop))?");

    /** The volume behind it; absent for an empty drive, the node's own CD-ROM drive, and a path on the node. */
    public Optional<VolumeId> volume() {
        return file().flatMap(VolumeId::find);
    }

    /** Its size when it was last changed; absent if Proxmox has not noted it. */
    public Optional<DataSize> size() {
        return text.value("size").flatMap(DataSize::find);
    }

    /** Whether it is a CD-ROM drive, empty or not; the cloud-init drive is one as well. */
    public boolean cdrom() {
        return text.value("media").filter("cdrom"::equals).isPresent();
    }

    /** Whether the VM reads its cloud-init options from it. */
    public boolean cloudInit() {
        return file().filter(file -> CLOUD_INIT.matcher(file).matches()).isPresent();
    }

    /** One of its options, as {@code discard} or {@code iothread}. */
    public Optional<String> option(String name) {
        return text.value(name);
    }

    /**
     * The same with an option set; all others stay, for Proxmox drops those that are not sent again.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it can't be written
     */
    public Disk with(String name, Object value) {
        return new Disk(id, text.with(name, value));
    }

    private Optional<String> file() {
        return text.value("volume").or(() -> text.valueOrBare("file"));
    }

    /** {@code scsi0: local-lvm:vm-100-disk-0,size=2G}. */
    @Override
    public String toString() {
        return id + ": " + text;
    }
}

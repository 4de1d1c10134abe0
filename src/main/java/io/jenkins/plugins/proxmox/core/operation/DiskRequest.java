package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.guest.GuestReference;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.MountPointId;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.SizeChange;
import io.jenkins.plugins.proxmox.core.value.UnusedId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import io.jenkins.plugins.proxmox.core.value.VolumeKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to do with a disk of a guest. Each setter refuses a value that can't be right with a {@link ProxmoxException}; null
 * and blank text mean that nothing was said.
 */
public final class DiskRequest {
    private static final List<String> FORMATS = List.of("raw", "qcow2", "vmdk");

    private final GuestReference guest;
    private final DiskAction action;
    private final VolumeKey disk;
    private final Map<String, String> options = new LinkedHashMap<>();
    private Optional<String> storage = Optional.empty();
    private Optional<SizeChange> size = Optional.empty();
    private Optional<String> volume = Optional.empty();
    private Optional<String> format = Optional.empty();
    private Optional<String> path = Optional.empty();
    private boolean deleteSource;

    /**
     * @param guest a VMID or a name
     * @param disk as in {@code scsi1}, {@code rootfs}, {@code mp0} or {@code unused0}
     */
    public DiskRequest(String guest, DiskAction action, String disk) {
        this.guest = GuestReference.parse("guest", guest);
        this.action = action;
        this.disk = parseDisk(disk);
    }

    /**
     * Reads the place of a disk.
     *
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if it is none
     */
    public static VolumeKey parseDisk(String text) {
        String key = Request.given(text).orElse("");
        return VolumeKey.find(key)
                .orElseThrow(() -> ProxmoxException.invalid(
                        "disk",
                        "disk: '" + key + "' is no disk; expected is one of ide0-3, scsi0-30, virtio0-15, sata0-5,"
                                + " efidisk0, tpmstate0 of a VM, rootfs or mp0-255 of a container, or unused0-255"));
    }

    /** The formats that a disk can have. */
    public static List<String> formats() {
        return FORMATS;
    }

    /** Where a new volume is made, or a volume goes. */
    public DiskRequest storage(String text) {
        storage = Request.given(text).map(Names::storage);
        return this;
    }

    /** How big it shall be, as in {@code 32G}; to make it bigger by something, {@code +8G}. */
    public DiskRequest size(String text) {
        size = Request.given(text).map(SizeChange::parse);
        return this;
    }

    /** The volume to attach: as in {@code unused0}, or {@code local:iso/debian.iso}. */
    public DiskRequest volume(String text) {
        volume = Request.given(text);
        volume.filter(name -> UnusedId.find(name).isEmpty()).ifPresent(VolumeId::parse);
        return this;
    }

    /** How the data is laid out: {@code raw}, {@code qcow2} or {@code vmdk}; VMs only. */
    public DiskRequest format(String text) {
        format = Request.given(text);
        format.filter(name -> !FORMATS.contains(name)).ifPresent(name -> {
            throw ProxmoxException.invalid(
                    "format", "format: '" + name + "' is not known; expected is one of raw, qcow2, vmdk");
        });
        return this;
    }

    /** Where a container sees the volume, as in {@code /data}. */
    public DiskRequest path(String text) {
        path = Request.given(text);
        return this;
    }

    /** Whether what was moved is deleted where it was; if not, the guest keeps it unused. */
    public DiskRequest deleteSource(boolean value) {
        deleteSource = value;
        return this;
    }

    /** Options of what is attached, as Proxmox spells them: {@code ssd}, {@code discard}, {@code backup}. */
    public DiskRequest options(Map<String, String> more) {
        options.putAll(more);
        return this;
    }

    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if what was said does not go
     *     together
     */
    void check() {
        only("size", size.isPresent(), DiskAction.ATTACH, DiskAction.RESIZE);
        only("storage", storage.isPresent(), DiskAction.ATTACH, DiskAction.MOVE);
        only("format", format.isPresent(), DiskAction.ATTACH, DiskAction.MOVE);
        only("volume", volume.isPresent(), DiskAction.ATTACH);
        only("path", path.isPresent(), DiskAction.ATTACH);
        only("options", !options.isEmpty(), DiskAction.ATTACH);
        only("deleteSource", deleteSource, DiskAction.MOVE);
        if (disk instanceof UnusedId && action != DiskAction.DELETE) {
            throw ProxmoxException.invalid(
                    "disk",
                    "disk: '" + disk
                            + "' is attached nowhere, so it can only be deleted; to attach it, give the place as"
                            + " disk and volume: '" + disk + "'");
        }
        if (disk.equals(MountPointId.ROOTFS) && action != DiskAction.RESIZE && action != DiskAction.MOVE) {
            throw ProxmoxException.invalid(
                    "disk", "disk: 'rootfs' can only be resized and moved, no container is without it");
        }
        switch (action) {
            case ATTACH -> checkAttach();
            case RESIZE -> require("size", size.isPresent());
            case MOVE -> require("storage", storage.isPresent());
            default -> {}
        }
    }

    private void checkAttach() {
        if (volume.isPresent() == size.isPresent() || size.isPresent() != storage.isPresent()) {
            throw ProxmoxException.invalid(
                    "volume",
                    "What to attach as " + disk
                            + " is not clear; expected is either volume, or storage and size of a new" + " one");
        }
        if (size.filter(SizeChange.By.class::isInstance).isPresent()) {
            throw ProxmoxException.invalid(
                    "size", "size: '" + size.get() + "' goes with the action resize only; expected is one as in 32G");
        }
        if (volume.isPresent() && format.isPresent()) {
            throw ProxmoxException.invalid("format", "format goes with a new volume only, not with volume");
        }
        boolean mountPoint = disk instanceof MountPointId;
        if (mountPoint && path.isEmpty() || !mountPoint && path.isPresent()) {
            throw ProxmoxException.invalid(
                    "path",
                    mountPoint
                            ? "path is missing; expected is where the container sees " + disk + ", as in /data"
                            : "path goes with mount points of containers only, not with " + disk);
        }
    }

    private void only(String parameter, boolean given, DiskAction... actions) {
        if (given && !Set.of(actions).contains(action)) {
            StringBuilder names = new StringBuilder(actions[0].label());
            for (int i = 1; i < actions.length; i++) {
                names.append(" and ").append(actions[i].label());
            }
            throw ProxmoxException.invalid(
                    parameter, parameter + " goes with " + names + " only, not with " + action.label());
        }
    }

    private void require(String parameter, boolean given) {
        if (!given) {
            throw ProxmoxException.invalid(
                    parameter, "No " + parameter + " is given, which " + action.label() + " needs");
        }
    }

    static DiskRequest of(Request request) {
        return new DiskRequest(request.text("guest"), DiskAction.parse(request.text("action")), request.text("disk"))
                .storage(request.text("storage"))
                .size(request.text("size"))
                .volume(request.text("volume"))
                .format(request.text("format"))
                .path(request.text("path"))
                .deleteSource(request.flag("deleteSource"))
                .options(request.options("options"));
    }

    Map<String, Object> map() {
        return Request.write()
                .with("guest", guest)
                .with("action", action.label())
                .with("disk", disk)
                .with("storage", storage)
                .with("size", size)
                .with("volume", volume)
                .with("format", format)
                .with("path", path)
                .with("deleteSource", deleteSource)
                .with("options", options)
                .map();
    }

    GuestReference guest() {
        return guest;
    }

    DiskAction action() {
        return action;
    }

    VolumeKey disk() {
        return disk;
    }

    Optional<String> storage() {
        return storage;
    }

    Optional<SizeChange> size() {
        return size;
    }

    /** How big a new volume is. */
    Optional<DataSize> newSize() {
        return size.map(change -> ((SizeChange.To) change).size());
    }

    Optional<String> volume() {
        return volume;
    }

    Optional<String> format() {
        return format;
    }

    Optional<String> path() {
        return path;
    }

    boolean deleteSource() {
        return deleteSource;
    }

    Map<String, String> options() {
        return options;
    }
}

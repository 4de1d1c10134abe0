package io.jenkins.plugins.proxmox.embedded.state;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** All volumes of all storages. To be used under the state lock. */
public final class Volumes {
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Map<String, Inspection> inspections = new HashMap<>();

    /**
     * What a Proxmox Backup Server says of a backup.
     *
     * @param verification {@code ok}, {@code failed}, or empty if nobody has looked yet
     * @param encrypted the fingerprint of the key, or empty
     */
    public record Inspection(String verification, String encrypted) {}

    /** By volume; none for what was not looked at. */
    public Map<String, Inspection> inspections() {
        return inspections;
    }

    void addStorage(Storage storage) {
        storages.put(storage.id(), storage);
    }

    public List<Storage> storages() {
        return List.copyOf(storages.values());
    }

    public Storage storage(String id) {
        return findStorage(id).orElseThrow(() -> ApiException.failure("storage '" + id + "' does not exist"));
    }

    public Optional<Storage> findStorage(String id) {
        return Optional.ofNullable(storages.get(id));
    }

    public void add(Volume volume) {
        volumes.put(key(volume.node(), volume.volid()), volume);
    }

    /** The volume as a node sees it. */
    public Optional<Volume> find(String node, String volid) {
        Volume shared = volumes.get(key(Optional.empty(), volid));
        return Optional.ofNullable(shared != null ? shared : volumes.get(key(Optional.of(node), volid)));
    }

    public List<Volume> list(Predicate<Volume> filter) {
        return volumes.values().stream().filter(filter).toList();
    }

    public boolean remove(String node, String volid) {
        return find(node, volid)
                .map(volume -> volumes.remove(key(volume.node(), volid)) != null)
                .orElse(false);
    }

    public void change(String node, String volid, UnaryOperator<Volume> change) {
        find(node, volid).ifPresent(volume -> add(change.apply(volume)));
    }

    /** Brings the volumes of a guest to another node, as far as they are not on a shared storage. */
    public void move(String from, String to, int vmid) {
        for (Volume volume : list(candidate -> candidate.vmid().equals(Optional.of(vmid))
                && candidate.node().equals(Optional.of(from))
                && !candidate.content().equals("backup"))) {
            remove(from, volume.volid());
            add(volume.on(to));
        }
    }

    /** Turns a disk into a base volume that clones may link to; what cannot be one stays what it is. */
    public String makeBase(String node, String volid) {
        Volume volume = find(node, volid).orElseThrow(() -> ApiException.failure("no such volume '" + volid + "'"));
        if (!storage(volume.storage()).has("template", volume, false)) {
            return volid;
        }
        String base = VolumeNames.ofBase(volid);
        remove(node, volid);
        add(volume.renamed(base));
        return base;
    }

    /** Whether linked clones keep the volume from being removed. */
    public boolean isInUse(Volume base) {
        return storage(base.storage()).keepsBases()
                && volumes.values().stream().anyMatch(volume -> volume.parent().equals(Optional.of(base.volid())));
    }

    /** Makes a new disk for a guest. */
    public Volume allocate(Storage storage, String node, int vmid, String kind, String format, long size, long now) {
        return allocate(storage, node, vmid, kind, format, size, now, Optional.empty());
    }

    /** Makes a disk that is linked to a base volume. */
    public Volume link(Volume base, String node, int vmid, long now) {
        Storage storage = storage(base.storage());
        boolean plainFiles = storage.isFiles() && !storage.type().equals("btrfs");
        String format = plainFiles ? "qcow2" : base.format();
        return allocate(storage, node, vmid, "disk", format, base.size(), now, Optional.of(base.volid()));
    }

    private Volume allocate(
            Storage storage,
            String node,
            int vmid,
            String kind,
            String format,
            long size,
            long now,
            Optional<String> parent) {
        String volid;
        int number = 0;
        do {
            String suffix = kind.equals("disk") ? "disk-" + number++ : kind;
            volid = storage.id() + ":" + VolumeNames.of(storage, vmid, "vm-" + vmid + "-" + suffix, format, parent);
        } while (kind.equals("disk") && find(node, volid).isPresent());
        if (find(node, volid).isPresent()) {
            throw ApiException.failure("lvcreate 'pve/" + volid.substring(volid.indexOf(':') + 1)
                    + "' error: Logical Volume already exists in volume group");
        }
        Optional<String> place = storage.shared() ? Optional.empty() : Optional.of(node);
        String content = storage.accepts("images") ? "images" : "rootdir";
        Volume volume = new Volume(volid, place, content, format, size, Optional.of(vmid), now, "", false, parent);
        add(volume);
        return volume;
    }

    private static String key(Optional<String> node, String volid) {
        return node.orElse("*") + " " + volid;
    }
}

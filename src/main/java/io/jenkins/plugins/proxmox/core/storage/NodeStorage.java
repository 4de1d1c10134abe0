package io.jenkins.plugins.proxmox.core.storage;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.Tasks;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.List;
import java.util.Optional;

/**
 * A storage on one node. Every call throws {@link ProxmoxException} with {@link Problem.NotFound} if the node has no such
 * storage, and with {@link Problem.Parameter}, before anything is sent, if it is given a volume of another storage.
 */
public final class NodeStorage {
    private final Tasks tasks;
    private final String node;
    private final String id;

    /**
     * The storage of this name on this node; nothing is asked yet.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if no node or storage can be called so
     */
    public NodeStorage(Tasks tasks, String node, String id) {
        this.tasks = tasks;
        this.node = Names.node(node);
        this.id = Names.storage(id);
    }

    /** Its name. */
    public String id() {
        return id;
    }

    /** The node that it is looked at from. */
    public String node() {
        return node;
    }

    /** What it takes, whether it is there, how full it is: {@code GET /nodes/{node}/storage/{storage}/status}. */
    public Storage status() {
        return Storage.of(id, tasks.client().get(path().and("status")));
    }

    /**
     * Everything on it that the credentials may see: {@code GET /nodes/{node}/storage/{storage}/content}. Large backup
     * servers can take longer for it than Proxmox VE waits, which is {@link Problem.OutcomeUnknown}.
     */
    public List<Volume> volumes() {
        return list(Parameters.NONE);
    }

    /**
     * As {@link #volumes()}, of one content type.
     *
     * @param content as in {@link Storages#withContent}; {@code import} from 8.2 on
     */
    public List<Volume> volumes(String content) {
        return list(Parameters.NONE.with("content", Contents.check(content)));
    }

    /** As {@link #volumes(String)}, of one guest. */
    public List<Volume> volumes(String content, VmId vmid) {
        return list(Parameters.NONE.with("content", Contents.check(content)).with("vmid", vmid));
    }

    private List<Volume> list(Parameters parameters) {
        return Volume.list(tasks.client().call(ApiRequest.get(contents()).with(parameters)), node);
    }

    /**
     * A volume with all of its notes and its path: {@code GET /nodes/{node}/storage/{storage}/content/{volume}}. Owner,
     * type and time are told by lists only; here they are known as far as the name tells them.
     *
     * @throws ProxmoxException with {@link Problem.NotFound} if there is no such volume
     */
    public Volume volume(VolumeId volume) {
        ApiPath path = path(volume);
        try {
            return Volume.of(volume, tasks.client().get(path), node);
        } catch (ProxmoxException e) {
            // What a storage of files says of a file that is not there.
            boolean gone = e.getMessage().contains("volume_size_info on '" + volume + "' failed - no format");
            throw gone
                    ? new ProxmoxException(new Problem.NotFound(), "There is no volume " + volume + " on " + node, e)
                    : e;
        }
    }

    /**
     * The configuration that is inside a backup, as the guest's file was then, without snapshots:
     * {@code GET /nodes/{node}/vzdump/extractconfig}. Needs {@code VM.Backup} on the guest's VMID.
     *
     * @param volume a backup; others are refused before anything is sent
     * @return what {@link io.jenkins.plugins.proxmox.core.config.GuestConfig#ofFile} reads
     */
    public String configurationIn(VolumeId volume) {
        path(volume);
        VolumeName.checkBackup(volume);
        ApiPath extract = ApiPath.of("nodes", node, "vzdump", "extractconfig");
        return tasks.client()
                .call(ApiRequest.get(extract).with("volume", volume))
                .text()
                .orElse("");
    }

    /**
     * Deletes a volume: {@code DELETE /nodes/{node}/storage/{storage}/content/{volume}}. A disk that a guest still uses
     * is deleted as well. The task fails if it is a protected backup or the base of linked clones; that a backup is gone
     * already is no failure.
     */
    public Task delete(VolumeId volume) {
        return tasks.begin(ApiRequest.delete(path(volume)));
    }

    /**
     * Lets nothing delete a backup, or anything again: {@code PUT /nodes/{node}/storage/{storage}/content/{volume}}, from
     * 7.2 on.
     *
     * @param volume a backup; others are refused before anything is sent
     */
    public void protect(VolumeId volume, boolean protect) {
        change(volume, "protected", protect);
    }

    /**
     * Replaces the notes of a backup: {@code PUT /nodes/{node}/storage/{storage}/content/{volume}}.
     *
     * @param volume a backup; others are refused before anything is sent
     * @param notes as many lines as are needed; empty for none
     */
    public void annotate(VolumeId volume, String notes) {
        change(volume, "notes", notes);
    }

    private void change(VolumeId volume, String name, Object value) {
        ApiRequest change = ApiRequest.put(path(volume)).with(name, value);
        VolumeName.checkBackup(volume);
        tasks.client().call(change);
    }

    /**
     * Makes an empty disk that no guest uses yet: {@code POST /nodes/{node}/storage/{storage}/content}.
     *
     * @param vmid to which guest it belongs
     * @param name most storages want {@code vm-VMID-} in front, those of files the format behind: {@code vm-100-disk-1},
     *     {@code vm-100-disk-1.qcow2}
     * @param size whole KiB, more than 0
     * @param format {@code raw}, {@code qcow2}, {@code subvol} or, from 8 on, {@code vmdk}; the usual one of the storage if
     *     absent
     * @return what the storage calls it
     * @throws ProxmoxException with {@link Problem.Parameter} if a value can't be right
     */
    public VolumeId allocate(VmId vmid, String name, DataSize size, Optional<String> format) {
        NewImage disk = new NewImage(vmid, name, size, format);
        return disk.named(tasks.client().call(ApiRequest.post(contents()).with(disk.parameters())));
    }

    /**
     * What {@link #prune} would do now: {@code GET /nodes/{node}/storage/{storage}/prunebackups}.
     *
     * @param retention counts for each guest by itself
     * @param vmid only backups of this guest; of all guests if absent
     * @param type only backups of guests of this type; of both if absent
     */
    public List<Prunable> prunable(Retention retention, Optional<VmId> vmid, Optional<GuestType> type) {
        Parameters parameters = Prunable.parameters(retention, vmid, type);
        return Prunable.list(tasks.client().call(ApiRequest.get(prunes()).with(parameters)));
    }

    /**
     * Removes the backups that a retention does not keep: {@code DELETE /nodes/{node}/storage/{storage}/prunebackups}.
     * Protected ones stay, and files with names that Proxmox VE would not give them.
     *
     * @param retention counts for each guest by itself
     * @param vmid only backups of this guest; of all guests if absent, which needs {@code Datastore.Allocate}
     * @param type only backups of guests of this type; of both if absent
     */
    public Task prune(Retention retention, Optional<VmId> vmid, Optional<GuestType> type) {
        return tasks.begin(ApiRequest.delete(prunes()).with(Prunable.parameters(retention, vmid, type)));
    }

    private ApiPath path() {
        return ApiPath.of("nodes", node, "storage", id);
    }

    private ApiPath contents() {
        return path().and("content");
    }

    private ApiPath prunes() {
        return path().and("prunebackups");
    }

    private ApiPath path(VolumeId volume) {
        if (!volume.storage().equals(id)) {
            throw ProxmoxException.invalid(
                    "volume",
                    "'" + volume + "' is a volume of storage " + volume.storage() + "; expected is one of " + id);
        }
        return contents().and(volume);
    }

    @Override
    public String toString() {
        return id + " on " + node;
    }
}

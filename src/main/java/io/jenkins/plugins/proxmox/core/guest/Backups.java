package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.storage.BackupLog;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Backups of the guests of one node. A node makes one backup at a time; another one waits for its turn.
 *
 * <p>What begins a backup gives nothing if there was nothing to do: Proxmox VE says so when the guests are on other nodes
 * by now.
 */
public final class Backups {
    private final Site site;
    private final String node;

    Backups(Site site, String node) {
        this.site = site;
        this.node = node;
    }

    /** Backs up some guests: {@code POST /nodes/{node}/vzdump} with {@code vmid}. */
    public Optional<Task> make(List<VmId> guests, BackupOptions options) {
        if (guests.isEmpty()) {
            throw ProxmoxException.invalid("vmid", "There is no guest to back up; expected is one VMID at least");
        }
        return begin(Parameters.NONE.with("vmid", joined(guests)), options);
    }

    /**
     * Backs up all guests of the node for which the credentials have {@code VM.Backup}: {@code POST /nodes/{node}/vzdump}
     * with {@code all}.
     *
     * @param except those that are left out
     */
    public Optional<Task> makeAll(Collection<VmId> except, BackupOptions options) {
        Parameters all = Parameters.NONE.with("all", true);
        return begin(except.isEmpty() ? all : all.with("exclude", joined(except)), options);
    }

    /** Backs up the guests of a pool that are on the node: {@code POST /nodes/{node}/vzdump} with {@code pool}. */
    public Optional<Task> makeOfPool(String pool, BackupOptions options) {
        return begin(Parameters.NONE.with("pool", Names.pool(pool)), options);
    }

    private Optional<Task> begin(Parameters which, BackupOptions options) {
        Task task = site.begin(ApiRequest.post(ApiPath.of("nodes", node, "vzdump"))
                .with(options.parameters().and(which)));
        return task.upid().map(upid -> task);
    }

    /**
     * The archives that a backup task made, by guest; what the task's log says of them.
     *
     * @param storage where the task put them
     */
    public static Map<VmId, VolumeId> archives(Task task, String storage) {
        BackupLog log = BackupLog.read(task.log());
        Map<VmId, VolumeId> volumes = new TreeMap<>();
        log.archives().keySet().forEach(vmid -> log.volume(vmid, storage).ifPresent(it -> volumes.put(vmid, it)));
        return volumes;
    }

    private static String joined(Collection<VmId> guests) {
        return guests.stream().map(VmId::toString).collect(Collectors.joining(","));
    }
}

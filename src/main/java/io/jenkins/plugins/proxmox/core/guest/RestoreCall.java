package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.core.value.VolumeId;
import java.util.Optional;

/**
 * A guest that is to be made out of a backup.
 *
 * @param archive the backup, on a storage that the node sees
 * @param vmid the number of the guest
 * @param replace whether a guest that has the number already is replaced, with all its disks and snapshots; it has to be
 *     off, on the same node, and not protected
 * @param unique whether the guest gets MAC addresses of its own, so that it can run beside the one that was backed up
 * @param storage where its disks go; those of a VM to the storages they came from if absent, a container needs one
 * @param options what shall be different from the backup; not its disks
 * @param pool of which it becomes a member, when the task ends
 */
public record RestoreCall(
        VolumeId archive,
        VmId vmid,
        boolean replace,
        boolean unique,
        Optional<String> storage,
        ConfigChange options,
        Optional<String> pool) {
    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if one of them can't be
     *     right
     */
    public RestoreCall {
        if (!archive.name().startsWith("backup/")) {
            throw ProxmoxException.invalid(
                    "archive",
                    "'" + archive + "' is no backup; expected is a volume as in"
                            + " local:backup/vzdump-qemu-100-2026_11_22-14_03_01.vma.zst");
        }
        storage = storage.map(Names::storage);
        pool = pool.map(Names::pool);
        NewVirtualMachine.refuseDeletions(options);
    }

    /** A new guest with MAC addresses of its own. */
    public static RestoreCall asNew(VolumeId archive, VmId vmid) {
        return new RestoreCall(archive, vmid, false, true, Optional.empty(), ConfigChange.none(), Optional.empty());
    }

    /** The guest that was backed up, as it was; what it is now is lost, its snapshots included. */
    public static RestoreCall replacing(VolumeId archive, VmId vmid) {
        return new RestoreCall(archive, vmid, true, false, Optional.empty(), ConfigChange.none(), Optional.empty());
    }

    /** The same with all disks on one storage. */
    public RestoreCall storage(String newStorage) {
        return new RestoreCall(archive, vmid, replace, unique, Optional.of(newStorage), options, pool);
    }

    /** The same with other options than in the backup. */
    public RestoreCall with(ConfigChange newOptions) {
        return new RestoreCall(archive, vmid, replace, unique, storage, newOptions, pool);
    }

    /** The same in a pool. */
    public RestoreCall inPool(String newPool) {
        return new RestoreCall(archive, vmid, replace, unique, storage, options, Optional.of(newPool));
    }

    Parameters parameters(GuestType type) {
        Parameters parameters = Parameters.NONE.with("vmid", vmid);
        parameters = type == GuestType.VIRTUAL_MACHINE
                ? parameters.with("archive", archive)
                : parameters.with("ostemplate", archive).with("restore", true);
        parameters = replace ? parameters.with("force", true) : parameters;
        parameters = unique ? parameters.with("unique", true) : parameters;
        return NewVirtualMachine.with(parameters.with("storage", storage).with("pool", pool), options);
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.Names;
import java.util.Optional;

/**
 * A migration of a guest to another node of its cluster.
 *
 * @param node where it goes
 * @param online whether it may run: a VM goes on without a break, a container is stopped and started again
 * @param localDisks whether disks on storages that are not shared go with a VM; those of a container always do
 * @param storage where local disks go; to a storage of the same name if absent
 */
public record MigrateCall(String node, boolean online, boolean localDisks, Optional<String> storage) {
    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if node or storage have
     *     no valid name
     */
    public MigrateCall {
        node = Names.node(node);
        storage = storage.map(Names::storage);
    }

    /** Of a guest that is off. */
    public static MigrateCall to(String node) {
        return new MigrateCall(node, false, false, Optional.empty());
    }

    /** The same for a guest that may run. */
    public MigrateCall whileRunning() {
        return new MigrateCall(node, true, localDisks, storage);
    }

    /** The same with disks on storages that are not shared. */
    public MigrateCall withLocalDisks() {
        return new MigrateCall(node, online, true, storage);
    }

    /** The same with disks on storages that are not shared, to this storage. */
    public MigrateCall withLocalDisksTo(String newStorage) {
        return new MigrateCall(node, online, true, Optional.of(newStorage));
    }

    Parameters parameters(GuestType type) {
        Parameters parameters = Parameters.NONE.with("target", node);
        if (type == GuestType.CONTAINER) {
            return (online ? parameters.with("restart", true) : parameters).with("target-storage", storage);
        }
        parameters = online ? parameters.with("online", true) : parameters;
        parameters = localDisks ? parameters.with("with-local-disks", true) : parameters;
        return parameters.with("targetstorage", storage);
    }
}

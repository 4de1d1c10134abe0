package io.jenkins.plugins.proxmox.core.guest;

import io.jenkins.plugins.proxmox.core.api.Parameters;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.config.ConfigChange;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.Names;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Map;
import java.util.Optional;

/**
 * A VM that is to be made.
 *
 * @param name Proxmox calls it {@code VM 101} if absent
 * @param options its configuration; without disks and NICs it has none
 * @param pool of which it becomes a member, when the task ends
 */
public record NewVirtualMachine(VmId vmid, Optional<GuestName> name, ConfigChange options, Optional<String> pool) {
    /**
     * @throws ProxmoxException with {@link io.jenkins.plugins.proxmox.core.api.Problem.Parameter} if an option is to be
     *     deleted or the pool has no valid name
     */
    public NewVirtualMachine {
        pool = pool.map(Names::pool);
        refuseDeletions(options);
    }

    /** One with nothing but a number. */
    public static NewVirtualMachine of(VmId vmid) {
        return new NewVirtualMachine(vmid, Optional.empty(), ConfigChange.none(), Optional.empty());
    }

    /** This one with a name. */
    public NewVirtualMachine named(GuestName newName) {
        return new NewVirtualMachine(vmid, Optional.of(newName), options, pool);
    }

    /** This one with a configuration. */
    public NewVirtualMachine with(ConfigChange newOptions) {
        return new NewVirtualMachine(vmid, name, newOptions, pool);
    }

    /** This one in a pool. */
    public NewVirtualMachine inPool(String newPool) {
        return new NewVirtualMachine(vmid, name, options, Optional.of(newPool));
    }

    static void refuseDeletions(ConfigChange options) {
        if (!options.delete().isEmpty()) {
            throw ProxmoxException.invalid(
                    options.delete().get(0),
                    "A new guest has no option '" + options.delete().get(0) + "' that could be deleted");
        }
    }

    static Parameters with(Parameters parameters, ConfigChange options) {
        Parameters result = parameters;
        for (Map.Entry<String, String> option : options.set().entrySet()) {
            result = result.with(option.getKey(), option.getValue());
        }
        return result;
    }

    Parameters parameters() {
        return with(Parameters.NONE.with("vmid", vmid).with("name", name).with("pool", pool), options);
    }
}

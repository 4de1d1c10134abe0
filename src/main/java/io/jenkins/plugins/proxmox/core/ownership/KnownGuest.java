package io.jenkins.plugins.proxmox.core.ownership;

import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;

/**
 * A guest that somebody sees to: that of an agent, one in the making, or one that is about to be destroyed.
 *
 * @param operation that makes or made it
 * @param vmid absent as long as it may still become any: then all guests of the operation are known
 */
public record KnownGuest(String operation, Optional<VmId> vmid) {
    /** Whether a guest with this mark is the one. */
    public boolean covers(Mark mark) {
        return operation.equals(mark.operation())
                && vmid.map(mark.vmid()::equals).orElse(true);
    }
}

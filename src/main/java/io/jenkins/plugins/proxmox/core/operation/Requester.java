package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.policy.Guard;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Optional;

/**
 * On whose behalf operations run.
 *
 * @param controller which Jenkins, or what else it is that runs them; no two that work on one cluster have the same
 * @param owner for whom, as in the URL of a build; for people
 * @param guard what they may do
 */
public record Requester(String controller, String owner, Guard guard) {
    /** Somebody whom nothing is known of, and who may do everything. */
    public static final Requester ANYBODY = new Requester("none", "", Guard.OPEN);

    /** What a guest bears that an operation of this one makes. */
    public Mark mark(VmId vmid, String operation) {
        return new Mark(controller, vmid, operation, owner, Optional.empty());
    }
}

package io.jenkins.plugins.proxmox.core.operation;

/** A stage that changes nothing, so that it can be run as often as need be. */
@FunctionalInterface
public non-sealed interface Look<R> extends Stage<R> {
    /**
     * Does this piece. What is locked or can't be reached for a moment throws, and is looked at again later.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if the operation can't go on
     */
    Next<R> run(OperationContext context);
}

package io.jenkins.plugins.proxmox.core.operation;

/**
 * A piece of an operation: a few calls, no waiting. A stage that finds something locked throws, and is run again when
 * some time has passed; so it changes something with its last call only.
 */
@FunctionalInterface
public interface Stage<R> {
    /**
     * Does this piece.
     *
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if the operation can't go on
     */
    Next<R> run(OperationContext context);
}

package io.jenkins.plugins.proxmox.core.operation;

/** A piece of the way that can be taken once more if nothing came of it, because a node could not be reached. */
@FunctionalInterface
interface Step<R> {
    /**
     * Takes it, which may block for a few calls.
     *
     * @return what comes after it
     * @throws io.jenkins.plugins.proxmox.core.api.ProxmoxException if nothing came of it
     */
    After<R> take();
}

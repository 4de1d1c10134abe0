package io.jenkins.plugins.proxmox.run;

import hudson.ExtensionList;
import hudson.ExtensionPoint;

/** Hears of operations of which nothing is left in the cluster: what they have made is gone, or they made nothing. */
public interface RemovalListener extends ExtensionPoint {
    /**
     * Nothing is left, as far as this controller is concerned. Told at least once, on any thread; must not block.
     *
     * @param operation its id
     */
    void onRemoved(String operation);

    /** Tells everybody. */
    static void removed(String operation) {
        ExtensionList.lookup(RemovalListener.class).forEach(listener -> listener.onRemoved(operation));
    }
}

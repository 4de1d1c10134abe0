package io.jenkins.plugins.proxmox.cloud.agent;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps agents from being launched until the controller has come up. Jenkins launches them before it has loaded its jobs, which can
 * take minutes: as long as that takes nobody who opens a connection himself is let in, and builds can't go on.
 */
@Extension
public final class ControllerStart extends ItemListener {
    private final CompletableFuture<Void> up = new CompletableFuture<>();

    @Override
    public void onLoaded() {
        up.complete(null);
    }

    /** @throws InterruptedException also if the controller is being stopped instead */
    static void await() throws InterruptedException {
        ControllerStop.await(ExtensionList.lookupSingleton(ControllerStart.class).up);
    }
}

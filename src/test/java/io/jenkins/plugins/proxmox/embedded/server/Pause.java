package io.jenkins.plugins.proxmox.embedded.server;

import java.time.Duration;

/** Keeps a caller waiting. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

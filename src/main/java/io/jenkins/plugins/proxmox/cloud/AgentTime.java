package io.jenkins.plugins.proxmox.cloud;

import java.util.function.LongSupplier;

/** The clock by which agents grow old: one that nobody sets. */
final class AgentTime {
    /** Tests have their own. */
    static volatile LongSupplier source = System::nanoTime;

    private AgentTime() {}

    static long now() {
        return source.getAsLong();
    }
}

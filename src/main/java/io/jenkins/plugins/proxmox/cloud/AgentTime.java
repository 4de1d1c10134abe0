package io.jenkins.plugins.proxmox.cloud;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The clock by which agents grow old: one that nobody sets. */
final class AgentTime {
    /** Tests have their own. */
    static volatile LongSupplier source = System::nanoTime;

    /** What the minutes of a start-up are; tests have shorter ones. */
    static volatile Duration minute = Duration.ofMinutes(1);

    private AgentTime() {}

    static long now() {
        return source.getAsLong();
    }
}

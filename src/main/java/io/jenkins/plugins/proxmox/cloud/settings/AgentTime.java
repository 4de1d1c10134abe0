package io.jenkins.plugins.proxmox.cloud.settings;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The clock by which agents grow old: one that nobody sets. */
public final class AgentTime {
    private static volatile LongSupplier source = System::nanoTime;

    private static volatile Duration minute = Duration.ofMinutes(1);

    private AgentTime() {}

    public static long now() {
        return source.getAsLong();
    }

    /** What the minutes of a start-up are. */
    public static Duration minute() {
        return minute;
    }

    /** Tests have their own. */
    public static void goBy(LongSupplier nanoTime) {
        source = nanoTime;
    }

    /** Tests have shorter ones. */
    public static void startUpBy(Duration length) {
        minute = length;
    }
}

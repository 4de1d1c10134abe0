package io.jenkins.plugins.proxmox.embedded.task;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long tasks take: short by default, so that tests are, but in the proportions of a real server. */
public final class Durations {
    private static final Duration USUAL = Duration.ofMillis(25);
    private static final Map<String, Duration> DEFAULTS = Map.ofEntries(
            Map.entry("qmclone", Duration.ofMillis(60)),
            Map.entry("vzclone", Duration.ofMillis(60)),
            Map.entry("qmsnapshot", Duration.ofMillis(40)),
            Map.entry("vzsnapshot", Duration.ofMillis(40)),
            Map.entry("qmrollback", Duration.ofMillis(40)),
            Map.entry("vzrollback", Duration.ofMillis(40)),
            Map.entry("qmdelsnapshot", Duration.ofMillis(40)),
            Map.entry("vzdelsnapshot", Duration.ofMillis(40)),
            Map.entry("qmshutdown", Duration.ofMillis(50)),
            Map.entry("qmreboot", Duration.ofMillis(50)),
            Map.entry("qmrestore", Duration.ofMillis(150)),
            Map.entry("vzrestore", Duration.ofMillis(150)),
            Map.entry("vzdump", Duration.ofMillis(150)));

    private final double pace;
    private final Map<String, Duration> ordered = new ConcurrentHashMap<>();

    public Durations(double pace) {
        this.pace = pace;
    }

    /** Fixes the time of a type of tasks, whatever the pace. */
    public void set(String type, Duration duration) {
        ordered.put(type, duration);
    }

    boolean isSet(String type) {
        return ordered.containsKey(type);
    }

    public Duration of(String type) {
        Duration fixed = ordered.get(type);
        return fixed != null ? fixed : scaled(DEFAULTS.getOrDefault(type, USUAL));
    }

    public Duration scaled(Duration duration) {
        return Duration.ofNanos((long) (duration.toNanos() * pace));
    }
}

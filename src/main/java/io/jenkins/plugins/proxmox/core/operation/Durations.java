package io.jenkins.plugins.proxmox.core.operation;

import java.time.Duration;
import java.util.Locale;

/** Durations as people write them. */
public final class Durations {
    private Durations() {}

    /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 30 min}, {@code 2 h}. */
    public static String text(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toSeconds() + " s";
        }
        if (duration.compareTo(Duration.ofHours(1)) < 0) {
            return duration.toMinutes() + " min" + rest(duration.toSecondsPart(), "s");
        }
        return duration.toHours() + " h" + rest(duration.toMinutesPart(), "min");
    }

    private static String rest(int part, String unit) {
        return part == 0 ? "" : " " + part + " " + unit;
    }
}

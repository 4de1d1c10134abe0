package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a guest is kept that nobody would need if all had gone well. */
public final class KeepTime {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s*([mhd]?)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private KeepTime() {}

    /**
     * Reads {@code 8} or {@code 8h} for hours, {@code 30m} for minutes, {@code 2d} for days.
     *
     * @param text may be null
     * @return from a minute to a year; empty if nothing is said
     * @throws ProxmoxException with {@link Problem.Parameter} if it is no such time
     */
    public static Optional<Duration> parse(String text) {
        String trimmed = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
        if (trimmed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(trimmed)
                .map(TEXT::matcher)
                .filter(Matcher::matches)
                .map(match -> duration(Long.parseLong(match.group(1)), match.group(2)))
                .filter(time -> !time.isZero() && time.compareTo(LONGEST) <= 0)
                .or(() -> {
                    throw ProxmoxException.invalid(
                            "keepOnFailure",
                            "keepOnFailure: '" + text
                                    + "' is no time; expected are hours as in '8', or minutes, hours or"
                                    + " days as in '30m', '8h', '2d', a year at most");
                });
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "m" -> Duration.ofMinutes(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofHours(number);
        };
    }
}

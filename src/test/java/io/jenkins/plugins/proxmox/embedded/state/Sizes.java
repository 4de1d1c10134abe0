package io.jenkins.plugins.proxmox.embedded.state;

import java.util.Locale;

/** Sizes as Proxmox writes them: a number and a letter. */
public final class Sizes {
    private static final String UNITS = "KMGT";

    private Sizes() {}

    public static long parse(String text) {
        int unit = UNITS.indexOf(text.charAt(text.length() - 1));
        double number = Double.parseDouble(unit < 0 ? text : text.substring(0, text.length() - 1));
        return (long) (number * Math.pow(1024, unit + 1));
    }

    public static String format(long bytes) {
        long rest = bytes;
        int unit = -1;
        while (unit < UNITS.length() - 1 && rest >= 1024 && rest % 1024 == 0) {
            rest /= 1024;
            unit++;
        }
        return unit < 0 ? "" + rest : "" + rest + UNITS.charAt(unit);
    }

    /** As in logs: {@code 2.0 GiB}. */
    public static String readable(double bytes) {
        double rest = bytes;
        int unit = -1;
        while (unit < UNITS.length() - 1 && rest >= 1024) {
            rest /= 1024;
            unit++;
        }
        String suffix = unit < 0 ? "B" : UNITS.charAt(unit) + "iB";
        return String.format(Locale.ROOT, "%.1f %s", rest, suffix);
    }
}

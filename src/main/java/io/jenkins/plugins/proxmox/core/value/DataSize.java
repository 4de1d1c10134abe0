package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of data. Proxmox counts in powers of 1024, so its {@code 1G} are 1073741824 bytes.
 *
 * @param bytes 0 or more
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final String UNITS = "KMGT";
    private static final Pattern SYNTAX = Pattern.compile("(\\d+(?:\\.\\d+)?)(?:([" + UNITS + "])(?:iB)?)?");
    private static final long STEP = 1024;
    private static final long MIB = STEP * STEP;
    private static final long GIB = STEP * MIB;
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the number is negative
     */
    public DataSize {
        if (bytes < 0) {
            throw refuse(String.valueOf(bytes));
        }
    }

    /** So many MiB. */
    public static DataSize ofMiB(long mebibytes) {
        return of(BigDecimal.valueOf(mebibytes), MIB, mebibytes + "M");
    }

    /** So many GiB. */
    public static DataSize ofGiB(long gibibytes) {
        return of(BigDecimal.valueOf(gibibytes), GIB, gibibytes + "G");
    }

    /**
     * Reads a size as Proxmox does: {@code 4096} (bytes), {@code 512M}, {@code 1.5T}, {@code 10GiB}; parts of a byte
     * are dropped.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is no size, or one of more than 8 EiB
     */
    public static DataSize parse(String text) {
        String trimmed = text.trim();
        Matcher size = SYNTAX.matcher(trimmed);
        if (!size.matches()) {
            throw refuse(trimmed);
        }
        long unit = 1;
        for (int i = size.group(2) == null ? -1 : UNITS.indexOf(size.group(2)); i >= 0; i--) {
            unit *= STEP;
        }
        return of(new BigDecimal(size.group(1)), unit, trimmed);
    }

    /** Reads a size that a server tells; absent if it is none. */
    public static Optional<DataSize> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (ProxmoxException e) {
            return Optional.empty();
        }
    }

    private static DataSize of(BigDecimal number, long unit, String text) {
        BigDecimal bytes = number.multiply(BigDecimal.valueOf(unit));
        if (bytes.signum() < 0 || bytes.compareTo(MOST) > 0) {
            throw refuse(text);
        }
        return new DataSize(bytes.longValue());
    }

    private static ProxmoxException refuse(String text) {
        return ProxmoxException.invalid(
                "size",
                "'" + text + "' is no size; expected is a number of bytes, or one with K, M, G or T, as in 10G");
    }

    /** In whole MiB, what is left over dropped. */
    public long inMiB() {
        return bytes / MIB;
    }

    /** In GiB, exactly, as a new volume's size is given behind its storage: {@code 32}, {@code 0.5}. */
    public String gibText() {
        return new BigDecimal(bytes)
                .divide(new BigDecimal(GIB))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** As Proxmox writes sizes, in the largest unit that needs no fraction: {@code 2G}, {@code 2560M}. */
    @Override
    public String toString() {
        long number = bytes;
        int unit = 0;
        while (number != 0 && number % STEP == 0 && unit < UNITS.length()) {
            number /= STEP;
            unit++;
        }
        return unit == 0 ? String.valueOf(number) : number + UNITS.substring(unit - 1, unit);
    }
}

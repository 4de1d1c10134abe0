package io.jenkins.plugins.proxmox.core.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameters of a call, in the form encoding that PVE 7, 8 and 9 read alike.
 *
 * <p>Booleans are sent as {@code 1} and {@code 0}, the only spelling every version accepts. Keys and values are always
 * percent-encoded: the server splits pairs at {@code ;} as well as at {@code &} and ends a value at a second {@code =},
 * so a bare {@code order=scsi0;net0} would arrive in pieces. An array is its key repeated.
 */
public final class Parameters {
    /** No parameters. */
    public static final Parameters NONE = new Parameters(List.of());

    private record Pair(String name, String value) {}

    private final List<Pair> pairs;

    private Parameters(List<Pair> pairs) {
        this.pairs = pairs;
    }

    /** These parameters and one more. */
    public Parameters with(String name, Object value) {
        String text = value instanceof Boolean flag ? (flag ? "1" : "0") : value.toString();
        List<Pair> more = new ArrayList<>(pairs);
        more.add(new Pair(name, text));
        return new Parameters(List.copyOf(more));
    }

    /** These parameters and, if there is a value, one more. */
    public Parameters with(String name, Optional<?> value) {
        return value.isPresent() ? with(name, value.get()) : this;
    }

    /** These parameters and those. */
    public Parameters and(Parameters other) {
        List<Pair> more = new ArrayList<>(pairs);
        more.addAll(other.pairs);
        return new Parameters(List.copyOf(more));
    }

    /** These parameters and an array: its name once for every element. */
    public Parameters withEach(String name, List<?> values) {
        Parameters result = this;
        for (Object value : values) {
            result = result.with(name, value);
        }
        return result;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** {@code name=value} pairs, encoded, joined by {@code &}. */
    String encoded() {
        return pairs.stream()
                .map(p -> encode(p.name()) + "=" + encode(p.value()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The names only: values can be secrets. */
    @Override
    public String toString() {
        return pairs.stream().map(Pair::name).collect(Collectors.joining(", ", "[", "]"));
    }
}

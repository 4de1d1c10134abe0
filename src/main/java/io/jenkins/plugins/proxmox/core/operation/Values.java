package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what pipeline authors write where more than one type makes sense. */
public final class Values {
    private static final Pattern ESCAPE = Pattern.compile("\\\\([n\\\\])");

    private Values() {}

    /** A guest as text: a number, a name, or a guest map of another step. */
    public static String guest(Object value) {
        // A map that is none is kept as text: whoever reads the text says what is wrong, and where.
        Object guest = value instanceof Map<?, ?> map && map.get("vmid") != null ? map.get("vmid") : value;
        return guest == null ? "" : guest.toString().trim();
    }

    /** Several guests as text, joined by commas: one guest, or a list of them. */
    public static String guests(Object value) {
        return value instanceof Collection<?> list
                ? list.stream().filter(Objects::nonNull).map(Values::guest).collect(Collectors.joining(", "))
                : guest(value);
    }

    /** A backup as text: its volume id, the map of it that a step returned, or the list of one that a step returned. */
    public static String backup(Object value) {
        Object backup = value instanceof Collection<?> list && list.size() == 1
                ? list.iterator().next()
                : value;
        Object volume = backup instanceof Map<?, ?> map && map.get("volid") != null ? map.get("volid") : backup;
        return volume == null ? "" : volume.toString().trim();
    }

    /** Several backups as text, joined by commas: one backup, or a list of them. */
    public static String backups(Object value) {
        return value instanceof Collection<?> list
                ? list.stream().filter(Objects::nonNull).map(Values::backup).collect(Collectors.joining(", "))
                : backup(value);
    }

    /** Words joined by commas: a list, or text with commas or semicolons between. */
    public static String words(Object value) {
        return value instanceof Collection<?> list
                ? list.stream().filter(Objects::nonNull).map(Objects::toString).collect(Collectors.joining(", "))
                : value == null ? "" : value.toString().trim();
    }

    /** The words of a text as {@link #words} makes it. */
    public static List<String> split(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[,;]"))
                        .map(String::trim)
                        .filter(w -> !w.isEmpty())
                        .toList();
    }

    /**
     * Options as text, one {@code key=value} a line: a map, or such text. Line breaks inside of a value are written
     * {@code \\n} and backslashes {@code \\\\}, so that no value can pass for a further option.
     */
    public static String lines(Object value) {
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream().flatMap(Values::line).collect(Collectors.joining("\n"))
                : value == null ? "" : value.toString().trim();
    }

    /** A list is its option once for every element. */
    private static Stream<String> line(Map.Entry<?, ?> option) {
        return option.getValue() instanceof Collection<?> list
                ? list.stream().map(element -> option.getKey() + "=" + plain(element))
                : Stream.of(option.getKey() + "=" + plain(option.getValue()));
    }

    /** Groovy's truth values are Proxmox' numbers. */
    private static Object plain(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Boolean flag ? (flag ? 1 : 0) : oneLine(value.toString());
    }

    /** A value as it is written into a line of options, where it can't pass for a further option. */
    public static String oneLine(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "");
    }

    /** The options of a text as {@link #lines} makes it. */
    public static Map<String, String> options(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        pairs("config", text).forEach(pair -> options.put(pair.getKey(), pair.getValue()));
        return options;
    }

    /**
     * The same, in their order and each as often as it is there.
     *
     * @param parameter what the text is called where it was given, for the message
     */
    static List<Map.Entry<String, String>> pairs(String parameter, String text) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        if (text != null) {
            text.lines().map(String::trim).filter(line -> !line.isEmpty()).forEach(line -> {
                int equals = line.indexOf('=');
                if (equals < 1) {
                    throw ProxmoxException.invalid(
                            parameter, parameter + ": '" + line + "' is no option; expected is key=value, one a line");
                }
                pairs.add(Map.entry(
                        line.substring(0, equals).trim(),
                        unescaped(line.substring(equals + 1).trim())));
            });
        }
        return pairs;
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> match.group(1).equals("n") ? "\n" : "\\\\");
    }
}

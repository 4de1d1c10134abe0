package io.jenkins.plugins.proxmox.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The result of an operation as environment variables.
 *
 * @param subject what it is about and what the names begin with, as in {@code PROXMOX_GUEST}
 * @param values by their names
 * @param tooLong the names of those that are left out, because no process could be started with them
 */
record ResultVariables(String subject, Map<String, String> values, List<String> tooLong) {
    static final String USUAL_PREFIX = "PROXMOX";

    /** Windows takes 32767 characters, Linux somewhat more. */
    private static final int LONGEST = 32_000;

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "OUTPUT";

    /** What the maps of operations are about, where it is not a guest. */
    private static final Map<String, String> SUBJECTS = Map.of(
            "proxmoxSnapshot", "SNAPSHOT",
            "proxmoxBackup", "BACKUP",
            "proxmoxDisk", "DISK",
            "proxmoxRequest", TEXT);

    /** What tells things of a kind apart. */
    private static final Map<String, String> KEYS = Map.of("GUEST", "vmid", "BACKUP", "volid");

    /** @throws ProxmoxException if the name of no variable can begin with it */
    static void checkPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw ProxmoxException.invalid(
                    "variablePrefix",
                    "variablePrefix: '" + prefix + "' can't be how the name of a variable begins; expected are letters,"
                            + " digits and _, no digit first");
        }
    }

    /**
     * @param function how pipelines call the operation
     * @param result what it gives there, not null
     */
    static ResultVariables of(String prefix, String function, Object result) {
        String kind = SUBJECTS.getOrDefault(function, "GUEST");
        boolean isText = kind.equals(TEXT) || !(result instanceof Map || result instanceof Collection);
        String subject = prefix + "_" + (isText ? result instanceof Integer ? "STATUS" : TEXT : kind);
        if (isText) {
            // As a shell does it with the output of a command.
            return limited(subject, Map.of(subject, text(result).stripTrailing()));
        }
        return limited(
                subject,
                result instanceof Collection<?> list
                        ? all(subject, KEYS.getOrDefault(kind, "name"), new ArrayList<>(list))
                        : entries(subject, (Map<?, ?>) result));
    }

    private static ResultVariables limited(String subject, Map<String, String> all) {
        Map<String, String> values = new LinkedHashMap<>(all);
        values.values().removeIf(value -> value.length() > LONGEST);
        List<String> tooLong =
                all.keySet().stream().filter(name -> !values.containsKey(name)).toList();
        return new ResultVariables(subject, values, tooLong);
    }

    /** For people: which there are now. */
    List<String> describe() {
        List<String> lines = new ArrayList<>();
        if (!values.isEmpty()) {
            lines.add("The result is in " + String.join(", ", values.keySet()));
        }
        if (!tooLong.isEmpty()) {
            lines.add("Too long for the environment: " + String.join(", ", tooLong));
        }
        return lines;
    }

    /** The first as if it were the only one, and what tells apart all of them. */
    private static Map<String, String> all(String subject, String key, List<?> list) {
        Map<String, String> values = new LinkedHashMap<>();
        if (!list.isEmpty() && list.get(0) instanceof Map<?, ?> first) {
            values.putAll(entries(subject, first));
        }
        values.put(subject + "_COUNT", String.valueOf(list.size()));
        values.put(
                name(subject, key + "s"),
                list.stream()
                        .map(item -> item instanceof Map<?, ?> map ? map.get(key) : item)
                        .filter(Objects::nonNull)
                        .map(Object::toString)
                        .collect(Collectors.joining(" ")));
        return values;
    }

    private static Map<String, String> entries(String subject, Map<?, ?> map) {
        Map<String, String> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value instanceof Collection<?> list) {
                values.put(
                        name(subject, key), list.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            } else if (value != null) {
                values.put(name(subject, key), text(value));
            }
        });
        return values;
    }

    /** As variables are written: {@code newSize} becomes {@code NEW_SIZE}. */
    private static String name(String subject, Object key) {
        return subject + "_"
                + key.toString()
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replaceAll("[^A-Za-z0-9_]", "_")
                        .toUpperCase(Locale.ROOT);
    }

    private static String text(Object value) {
        if (!(value instanceof Map || value instanceof Collection)) {
            return value.toString();
        }
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Steps give plain values", e);
        }
    }
}

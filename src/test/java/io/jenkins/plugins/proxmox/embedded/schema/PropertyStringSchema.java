package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The keys inside a property string such as {@code virtio=BC:24:11:00:00:01,bridge=vmbr0}. */
public record PropertyStringSchema(Map<String, ParameterSchema> keys) {

    /** What is wrong with the text, as Proxmox words it behind "invalid format - ". */
    Optional<String> problem(String path, String text) {
        try {
            return problemOfKeys(path, parse(text));
        } catch (PropertyStringException e) {
            return Optional.of(e.getMessage() + "\n");
        }
    }

    /** The values by key, aliases resolved; what follows a key is not checked. */
    public Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals > 0 && equals < part.length() - 1) {
                putPair(values, part.substring(0, equals), part.substring(equals + 1));
            } else if (equals >= 0) {
                throw new PropertyStringException(
                        "invalid format - missing key or value in comma-separated list property");
            } else {
                put(values, defaultKey(), part);
            }
        }
        return values;
    }

    private void putPair(Map<String, String> values, String key, String value) {
        ParameterSchema schema = keys.get(key);
        if (schema == null || schema.alias().isEmpty()) {
            put(values, key, value);
            return;
        }
        ParameterSchema.Alias alias = schema.alias().get();
        alias.nameBecomes().ifPresent(name -> put(values, name, key));
        put(values, alias.target(), value);
    }

    private static void put(Map<String, String> values, String key, String value) {
        if (values.putIfAbsent(key, value) != null) {
            throw new PropertyStringException("duplicate key in comma-separated list property: " + key);
        }
    }

    private String defaultKey() {
        return keys.values().stream()
                .filter(ParameterSchema::defaultKey)
                .map(ParameterSchema::name)
                .findFirst()
                .orElseThrow(() ->
                        new PropertyStringException("value without key, but schema does not define a default key"));
    }

    private Optional<String> problemOfKeys(String path, Map<String, String> values) {
        Map<String, String> problems = new TreeMap<>();
        values.forEach((key, value) -> {
            ParameterSchema schema = keys.get(key);
            if (schema == null) {
                problems.put(key, ParameterCheck.UNKNOWN);
            } else {
                schema.problem(path + "." + key, plainBoolean(schema, value))
                        .ifPresent(text -> problems.put(key, text));
            }
        });
        keys.values().stream()
                .filter(schema -> !schema.optional() && !values.containsKey(schema.name()))
                .forEach(schema -> problems.put(schema.name(), ParameterCheck.MISSING));
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("format error\n");
        problems.forEach((key, problem) -> text.append(path)
                .append('.')
                .append(key)
                .append(": ")
                .append(problem)
                .append('\n'));
        return Optional.of(text.toString());
    }

    /** Inside property strings, unlike in parameters, booleans may be words. */
    private static String plainBoolean(ParameterSchema schema, String value) {
        if (schema.type() != ValueType.BOOLEAN) {
            return value;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "yes", "true" -> "1";
            case "off", "no", "false" -> "0";
            default -> value;
        };
    }
}

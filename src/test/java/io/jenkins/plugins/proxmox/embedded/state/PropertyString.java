package io.jenkins.plugins.proxmox.embedded.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** The text of a setting such as {@code local-lvm:vm-101-disk-0,size=2G}: a first part without key, then pairs. */
public record PropertyString(String first, Map<String, String> rest) {
    public static PropertyString parse(String text) {
        String first = "";
        Map<String, String> rest = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                first = part;
            } else {
                rest.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return new PropertyString(first, rest);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(rest.get(key));
    }

    public PropertyString withFirst(String newFirst) {
        return new PropertyString(newFirst, rest);
    }

    public PropertyString with(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(rest);
        changed.put(key, value);
        return new PropertyString(first, changed);
    }

    public PropertyString without(String key) {
        Map<String, String> changed = new LinkedHashMap<>(rest);
        changed.remove(key);
        return new PropertyString(first, changed);
    }

    @Override
    public String toString() {
        StringJoiner joiner = new StringJoiner(",");
        if (!first.isEmpty()) {
            joiner.add(first);
        }
        rest.forEach((key, value) -> joiner.add(key + "=" + value));
        return joiner.toString();
    }
}

package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The path of a call in parts, of which those in braces stand for anything. */
record PathTemplate(List<String> parts) {
    /** The only parameter that takes the rest of the path, slashes included. */
    private static final String VOLUME = "{volume}";

    static PathTemplate of(String template) {
        return new PathTemplate(
                Stream.of(template.split("/")).filter(part -> !part.isEmpty()).toList());
    }

    /** The parameters in a path, or nothing if it is not like this. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> given = segments;
        int last = parts.size() - 1;
        if (last >= 0 && parts.get(last).equals(VOLUME) && segments.size() > parts.size()) {
            given = new ArrayList<>(segments.subList(0, last));
            given.add(String.join("/", segments.subList(last, segments.size())));
        }
        if (parts.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), given.get(i));
            } else if (!part.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** How many parts are fixed: the more, the better a match. */
    int literals() {
        return (int) parts.stream().filter(part -> !part.startsWith("{")).count();
    }
}

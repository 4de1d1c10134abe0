package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One call of the API.
 *
 * @param template the path with parameters in braces
 * @param forwarded whether pveproxy hands the call to the privileged daemon, which shows in the reply's headers
 * @param tokenAllowed whether API tokens may make it at all
 * @param parameters those in the path included
 */
public record EndpointSchema(
        String method,
        String template,
        boolean forwarded,
        boolean tokenAllowed,
        Requirement requirement,
        Map<String, ParameterSchema> parameters) {
    /** The only parameter that takes the rest of the path, slashes included. */
    private static final String VOLUME = "{volume}";

    private static final Pattern NUMBERED = Pattern.compile("(.*?)(0|[1-9]\\d*)");

    /** The parameters in the path, or nothing if it is not a path of this call. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> wanted = segmentsOf(template);
        List<String> given = segments;
        if (template.endsWith(VOLUME) && segments.size() > wanted.size()) {
            int last = wanted.size() - 1;
            given = new ArrayList<>(segments.subList(0, last));
            given.add(String.join("/", segments.subList(last, segments.size())));
        }
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), given.get(i));
            } else if (!part.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** How many parts of the path are fixed: the more, the better a match. */
    int literals() {
        return (int) segmentsOf(template).stream()
                .filter(part -> !part.startsWith("{"))
                .count();
    }

    /** The schema of a parameter, numbered ones such as {@code net0} included. */
    public Optional<ParameterSchema> parameter(String name) {
        ParameterSchema plain = parameters.get(name);
        if (plain != null && !plain.numbered()) {
            return Optional.of(plain);
        }
        Matcher numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(parameters.get(numbered.group(1) + "[]"))
                .filter(schema -> Long.parseLong(numbered.group(2)) <= schema.lastIndex());
    }

    static List<String> segmentsOf(String path) {
        return Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }
}

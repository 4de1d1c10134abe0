package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(0|[1-9]\\d*)");

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
}

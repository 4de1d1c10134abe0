package io.jenkins.plugins.proxmox.embedded.schema;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks the parameters of a call all at once, as Proxmox does. */
public final class ParameterCheck {
    static final String UNKNOWN =
            "property is not defined in schema and the schema does not allow additional properties";
    static final String MISSING = "property is missing and it is not optional";

    private final EndpointSchema endpoint;
    private final PveVersion version;

    public ParameterCheck(EndpointSchema endpoint, PveVersion version) {
        this.endpoint = endpoint;
        this.version = version;
    }

    /** The problems by parameter; empty if the call may go on. */
    public Map<String, String> problems(Map<String, List<String>> given) {
        Map<String, String> problems = new TreeMap<>();
        given.forEach((name, values) -> problem(name, values).ifPresent(text -> problems.put(name, text)));
        endpoint.parameters().values().stream()
                .filter(schema -> !schema.optional() && !given.containsKey(schema.name()))
                .forEach(schema -> problems.put(schema.name(), MISSING));
        for (String name : given.keySet()) {
            endpoint.parameter(name)
                    .flatMap(ParameterSchema::requires)
                    .filter(required -> !given.containsKey(required))
                    .ifPresent(required ->
                            problems.putIfAbsent(required, "missing property - '" + name + "' requires this property"));
        }
        return problems;
    }

    private Optional<String> problem(String name, List<String> values) {
        Optional<ParameterSchema> found = endpoint.parameter(name);
        if (found.isEmpty()) {
            return Optional.of(UNKNOWN);
        }
        ParameterSchema schema = found.get();
        if (schema.type() == ValueType.ARRAY) {
            return values.stream()
                    .flatMap(value -> schema.problem(name, value).stream())
                    .findFirst();
        }
        if (values.size() > 1 && version.atLeast(PveVersion.V8) && !schema.list()) {
            return Optional.of(schema.type().mismatch("ARRAY"));
        }
        return schema.problem(name, effective(name, values).get(0));
    }

    /** The values as the call sees them. Version 7 joins what was sent more than once, later ones join lists. */
    public List<String> effective(String name, List<String> values) {
        Optional<ParameterSchema> schema = endpoint.parameter(name);
        if (version.atLeast(PveVersion.V8)) {
            return schema.filter(ParameterSchema::list).isPresent() ? List.of(String.join(",", values)) : values;
        }
        return List.of(String.join("\0", values));
    }
}

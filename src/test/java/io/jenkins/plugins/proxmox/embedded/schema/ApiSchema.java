package io.jenkins.plugins.proxmox.embedded.schema;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All calls that a version of Proxmox VE offers here, with their parameters. */
public final class ApiSchema {
    private static final Map<PveVersion, ApiSchema> SCHEMAS = new ConcurrentHashMap<>();

    private final List<EndpointSchema> endpoints;
    private final Map<String, PropertyStringSchema> propertyStrings;

    private ApiSchema(SchemaReader reader) {
        this.endpoints = reader.endpoints();
        this.propertyStrings = reader.propertyStrings();
    }

    public static ApiSchema of(PveVersion version) {
        return SCHEMAS.computeIfAbsent(version, wanted -> new ApiSchema(SchemaReader.read(wanted)));
    }

    /** A call and the parameters that stand in its path. */
    public record Match(EndpointSchema endpoint, Map<String, String> pathParameters) {}

    public Optional<Match> find(String method, List<String> segments) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.method().equals(method))
                .sorted(Comparator.comparingInt(EndpointSchema::literals).reversed())
                .flatMap(endpoint -> endpoint.match(segments).map(values -> new Match(endpoint, values)).stream())
                .findFirst();
    }

    public List<EndpointSchema> endpoints() {
        return endpoints;
    }

    /** The inside of a kind of property string, such as {@code qemu-net}. */
    public PropertyStringSchema propertyString(String name) {
        return propertyStrings.get(name);
    }
}

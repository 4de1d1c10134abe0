package io.jenkins.plugins.proxmox.embedded.schema;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** All calls that a version of Proxmox VE offers here, with their parameters. */
public final class ApiSchema {
    private static final Map<PveVersion, ApiSchema> SCHEMAS = new ConcurrentHashMap<>();

    private final List<EndpointSchema> endpoints;
    /** By method, those first whose path has the most fixed parts. */
    private final Map<String, List<Route>> routes;

    private final Map<String, PropertyStringSchema> propertyStrings;

    private ApiSchema(SchemaReader reader) {
        this.endpoints = reader.endpoints();
        this.routes = endpoints.stream()
                .map(endpoint -> new Route(endpoint, PathTemplate.of(endpoint.template())))
                .sorted(Comparator.comparingInt((Route route) -> route.path().literals())
                        .reversed())
                .collect(Collectors.groupingBy(route -> route.endpoint().method()));
        this.propertyStrings = reader.propertyStrings();
    }

    public static ApiSchema of(PveVersion version) {
        return SCHEMAS.computeIfAbsent(version, wanted -> new ApiSchema(SchemaReader.read(wanted)));
    }

    private record Route(EndpointSchema endpoint, PathTemplate path) {}

    /** A call and the parameters that stand in its path. */
    public record Match(EndpointSchema endpoint, Map<String, String> pathParameters) {}

    public Optional<Match> find(String method, List<String> segments) {
        return routes.getOrDefault(method, List.of()).stream()
                .flatMap(route ->
                        route.path().match(segments).map(values -> new Match(route.endpoint(), values)).stream())
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

package io.jenkins.plugins.proxmox.embedded.schema;

import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tables of calls and parameters; their notation is explained in {@code path.txt}. */
final class SchemaReader {
    private static final List<String> TABLES = List.of("path", "general", "task", "storage", "qemu", "lxc");
    private static final Pattern LINE = Pattern.compile("(\\s*)(?:\\[([789 ]+)] )?(\\S.*)");
    private static final Pattern CALL = Pattern.compile("(GET|POST|PUT|DELETE) (\\S+)(.*)");
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final PveVersion version;
    private final Map<String, List<String>> blocks = new LinkedHashMap<>();
    private final Map<String, PropertyStringSchema> propertyStrings = new HashMap<>();
    private final ParameterReader parameterReader = new ParameterReader(this::propertyString);

    private SchemaReader(PveVersion version) {
        this.version = version;
    }

    static SchemaReader read(PveVersion version) {
        SchemaReader reader = new SchemaReader(version);
        TABLES.forEach(reader::readTable);
        return reader;
    }

    private void readTable(String table) {
        List<String> block = new ArrayList<>();
        for (String line : text(table).split("\n")) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || line.startsWith("#")) {
                continue;
            }
            boolean offered = parts.group(2) == null || parts.group(2).contains("" + version.major());
            if (!parts.group(1).isEmpty()) {
                if (offered) {
                    block.add(parts.group(3));
                }
                continue;
            }
            block = new ArrayList<>();
            if (offered) {
                blocks.put(parts.group(3), block);
            }
        }
    }

    private static String text(String table) {
        try (InputStream stream = SchemaReader.class.getResourceAsStream(
                "/io/jenkins/plugins/proxmox/embedded/schema/" + table + ".txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<EndpointSchema> endpoints() {
        List<EndpointSchema> endpoints = new ArrayList<>();
        blocks.forEach((head, lines) -> {
            Matcher call = CALL.matcher(head);
            if (call.matches()) {
                endpoints.add(endpoint(call.group(1), call.group(2), call.group(3), lines));
            }
        });
        return List.copyOf(endpoints);
    }

    private EndpointSchema endpoint(String method, String path, String flags, List<String> lines) {
        Map<String, ParameterSchema> parameters = new LinkedHashMap<>();
        Map<String, ParameterSchema> inPaths = parameters(blocks.get("path"));
        Matcher names = PATH_PARAMETER.matcher(path);
        while (names.find()) {
            parameters.put(names.group(1), inPaths.get(names.group(1)));
        }
        parameters.putAll(parameters(lines));
        Requirement requirement = lines.stream()
                .filter(line -> line.startsWith("allow "))
                .map(line -> RequirementReader.read(line.substring("allow ".length())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody may call " + path));
        return new EndpointSchema(
                method, path, flags.contains("forwarded"), !flags.contains("no-token"), requirement, parameters);
    }

    private Map<String, ParameterSchema> parameters(List<String> lines) {
        Map<String, ParameterSchema> parameters = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith("keys ")) {
                String group = line.substring("keys ".length()).trim();
                parameters.putAll(parameters(Optional.ofNullable(blocks.get("keys " + group))
                        .orElseGet(() -> blocks.get("properties " + group))));
            } else if (!line.startsWith("allow ")) {
                ParameterSchema parameter = parameterReader.read(line);
                parameters.put(parameter.name() + (parameter.numbered() ? "[]" : ""), parameter);
            }
        }
        return parameters;
    }

    private PropertyStringSchema propertyString(String name) {
        PropertyStringSchema known = propertyStrings.get(name);
        if (known == null) {
            known = new PropertyStringSchema(parameters(blocks.get("properties " + name)));
            propertyStrings.put(name, known);
        }
        return known;
    }

    Map<String, PropertyStringSchema> propertyStrings() {
        return Map.copyOf(propertyStrings);
    }
}

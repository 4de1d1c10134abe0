package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Descriptor;
import hudson.model.TaskListener;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.AgentLife;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.KeepOnFailure;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.WarmAgents;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.junit.jupiter.api.Test;

/** What docs/agents.md says of agents is what they are. */
@WithJenkinsConfiguredWithCode
class AgentsDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "agents.md");
    private static final Pattern SECTION =
            Pattern.compile("(?ms)^#+ [^\\n]*\\n\\n`(\\w+)`(?:(?!^#).)*?^\\| field \\|[^\\n]*\\n[^\\n]*\\n(.*?)\\n\\n");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.+?) \\| (.*?) ?\\| (.*?) ?\\|$");
    private static final Pattern NUMBER = Pattern.compile("number|minutes|seconds|MiB");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
    private static final String AROUND =
            "jenkins:\n  clouds:\n    - proxmoxGuests:\n        name: \"lab\"\n        templates:\n";

    /** What Proxmox VE says, and not the plugin. */
    private static final Set<String> NOT_OURS = Set.of(
            "Permission check failed",
            "QEMU guest agent is not running",
            "has been disabled",
            "Agent error:",
            "authentication failure");

    private final List<String> wrong = new ArrayList<>();

    private static Stream<Class<?>> parts() {
        Jenkins jenkins = Jenkins.get();
        Stream<Class<?>> variants = Stream.<Descriptor<?>>concat(
                        jenkins.getDescriptorList(AgentConnector.class).stream(),
                        jenkins.getDescriptorList(AgentLife.class).stream())
                .<Class<?>>map(descriptor -> descriptor.clazz)
                // Other tests bring connectors of their own.
                .filter(part -> part.getResource("/" + part.getName().replace('.', '/') + ".class")
                        .toString()
                        .contains("/classes/"));
        return Stream.concat(
                Stream.of(
                        ProxmoxCloud.class,
                        ProxmoxTemplate.class,
                        AgentHardware.class,
                        AgentNetwork.class,
                        WarmAgents.class,
                        KeepOnFailure.class),
                variants);
    }

    private static String symbol(Class<?> part) {
        return SymbolLookup.getSymbolValue(part).iterator().next();
    }

    private static Map<String, DescribableParameter> parameters(Class<?> part) {
        return DescribableModel.of(part).getParameters().stream()
                .collect(Collectors.toMap(DescribableParameter::getName, it -> it));
    }

    @Test
    void theDocumentTellsEveryFieldWithTypeAndDefault(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        Map<String, String> tables = SECTION.matcher(Files.readString(DOCUMENT))
                .results()
                .collect(Collectors.toMap(it -> it.group(1), it -> it.group(2)));
        for (Class<?> part : parts().toList()) {
            compare(part, tables.getOrDefault(symbol(part), ""));
        }
        assertThat(wrong).isEmpty();
        assertThat(parts()).hasSizeGreaterThan(10);
    }

    private void compare(Class<?> part, String table) throws Exception {
        Map<String, DescribableParameter> parameters = parameters(part);
        Map<String, MatchResult> rows = new LinkedHashMap<>();
        ROW.matcher(table).results().forEach(row -> rows.put(row.group(1), row));
        if (!rows.keySet().equals(parameters.keySet())) {
            wrong.add(symbol(part) + " has the fields " + new TreeSet<>(parameters.keySet()) + ", and not "
                    + new TreeSet<>(rows.keySet()));
        }
        Object fresh = fresh(part);
        rows.forEach((name, row) -> {
            if (parameters.containsKey(name)) {
                compare(symbol(part) + "." + name, row.group(2), row.group(3), parameters.get(name), fresh);
            }
        });
    }

    private void compare(String name, String type, String usual, DescribableParameter parameter, Object fresh) {
        if (parameter.isRequired() != usual.equals("required")) {
            wrong.add(name + " is " + (parameter.isRequired() ? "" : "not ") + "required");
        }
        Class<?> java = parameter.getErasedType();
        if ((java == boolean.class || java == Boolean.class) && !type.equals("true, false")) {
            wrong.add(name + " is of the type true, false, not " + type);
        }
        if ((java == int.class || java == Integer.class) != NUMBER.matcher(type).find()) {
            wrong.add(name + " is of " + java + ", not " + type);
        }
        if (!parameter.isRequired() && (java.isPrimitive() || java == Integer.class || java.isEnum())) {
            Object value = value(fresh, parameter.getName());
            if (value != null && !usual.contains(value.toString())) {
                wrong.add(name + " is " + value + " if nothing is said, not " + usual);
            }
        }
    }

    private static Object fresh(Class<?> part) throws Exception {
        Map<String, Object> required = new HashMap<>();
        parameters(part).values().stream()
                .filter(DescribableParameter::isRequired)
                .forEach(it -> required.put(it.getName(), it.getErasedType() == int.class ? 1 : "x"));
        return DescribableModel.of(part).instantiate(required, TaskListener.NULL);
    }

    private static Object value(Object part, String name) {
        String end = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Method getter = Arrays.stream(part.getClass().getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> Set.of("get" + end, "is" + end).contains(method.getName()))
                .findFirst()
                .orElseThrow();
        try {
            return getter.invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsToBeCopiedIsRead(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        List<String> blocks = YAML.matcher(Files.readString(DOCUMENT))
                .results()
                .map(it -> it.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(3);
        for (String block : blocks) {
            configure(block.startsWith("jenkins:") ? block : AROUND + block);
            assertThat(CloudSettings.all(Jenkins.get()).flatMap(cloud -> cloud.getTemplates().stream()))
                    .as(block)
                    .isNotEmpty()
                    .allSatisfy(template -> assertThat(block).contains('"' + template.getName() + '"'));
        }
    }

    private static void configure(String yaml) throws Exception {
        Jenkins.get().clouds.clear();
        Path file = Files.createTempFile("agents", ".yaml");
        try {
            Files.writeString(file, yaml);
            ConfigurationAsCode.get().configure(file.toString());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void everyMessageIsOneThatIsWritten(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        String document = Files.readString(DOCUMENT);
        Matcher table = Pattern.compile("(?s)\\| message contains \\|[^\\n]*\\n[^\\n]*\\n(.*)$")
                .matcher(document);
        assertThat(table.find()).isTrue();
        String written = sources();
        List<String> unknown = table.group(1)
                .lines()
                .map(line -> line.split(" \\| ")[0])
                .flatMap(cell -> Pattern.compile("`(.+?)`").matcher(cell).results())
                .map(it -> it.group(1))
                .filter(text -> !NOT_OURS.contains(text))
                .flatMap(text -> Stream.of(text.split("…")))
                .filter(text -> !written.contains(text.strip()))
                .toList();
        assertThat(unknown).isEmpty();
    }

    /** With texts put together that stand on several lines. */
    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
            }
        }
        return all.toString();
    }
}

package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What docs/steps.md and the help texts say of the steps is what the steps are. */
@WithJenkins
class StepsDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "steps.md");
    private static final Path EXAMPLES = Path.of("docs", "examples");
    private static final String COMMON = "What they have in common";
    private static final String HEADER = "| parameter | type | default | meaning |";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.+?`) \\| (.+?) \\| (.*?) ?\\| (.*?) ?\\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final Pattern NUMBER = Pattern.compile("number|minutes|seconds|hours|MiB");

    private static final Pattern INCLUDE =
            Pattern.compile("<st:include page=\"([\\w.-]+)\"(?: class=\"([\\w.]+)\")?\\s*/>");

    private record Row(String type, String usual) {}

    private final List<String> wrong = new ArrayList<>();

    @Test
    void theDocumentTellsEveryParameterWithTypeAndDefault(JenkinsRule jenkins) throws Exception {
        Map<String, String> sections = sections();
        Map<String, Row> common = rows(sections.get(COMMON));
        for (StepDescriptor step : steps()) {
            String section = sections.getOrDefault(step.getFunctionName(), "");
            Map<String, Row> rows = rows(section);
            Map<String, DescribableParameter> parameters = parameters(step);
            Object fresh = fresh(step);
            compareNames(step, rows.keySet(), parameters.keySet(), common.keySet());
            rows.forEach((name, row) -> {
                if (parameters.containsKey(name)) {
                    compare(step.getFunctionName() + "." + name, row, parameters.get(name), fresh);
                }
            });
            if (!section.matches("(?s).*```groovy.*" + step.getFunctionName() + "\\b.*```.*")) {
                wrong.add(step.getFunctionName() + " has no example");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyParameterHasAFieldAndAHelpText(JenkinsRule jenkins) throws Exception {
        for (StepDescriptor step : steps()) {
            String form = form(step.clazz, "config.jelly");
            if (resource(step.clazz, "help.html").isBlank()) {
                wrong.add(step.getFunctionName() + " has no help");
            }
            for (String name : parameters(step).keySet()) {
                if (inherited(step.clazz, "help-" + name + ".html").isBlank()) {
                    wrong.add(step.getFunctionName() + "." + name + " has no help");
                }
                if (!form.contains("field=\"" + name + "\"")) {
                    wrong.add(step.getFunctionName() + "." + name + " has no field");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyStepIsInAnExampleThatTestsRun(JenkinsRule jenkins) throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        assertThat(steps())
                .extracting(StepDescriptor::getFunctionName)
                .allSatisfy(name -> assertThat(all).containsPattern("\\b" + name + "\\b"));
    }

    private void compareNames(StepDescriptor step, Set<String> told, Set<String> there, Set<String> common) {
        Set<String> missing = new HashSet<>(there);
        missing.removeAll(told);
        missing.removeAll(common);
        Set<String> unknown = new HashSet<>(told);
        unknown.removeAll(there);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            wrong.add(step.getFunctionName() + " lacks rows for " + missing + ", and has rows for unknown " + unknown);
        }
    }

    private void compare(String name, Row row, DescribableParameter parameter, Object fresh) {
        if (parameter.isRequired() != row.usual().equals("required")) {
            wrong.add(name + " is " + (parameter.isRequired() ? "" : "not ") + "required");
        }
        Class<?> type = parameter.getErasedType();
        if ((type == boolean.class || type == Boolean.class) && !row.type().equals("true, false")) {
            wrong.add(name + " is of the type true, false, not " + row.type());
        }
        if ((type == int.class || type == Integer.class)
                && !NUMBER.matcher(row.type()).find()) {
            wrong.add(name + " is a number, not " + row.type());
        }
        Object usual = parameter.isRequired() ? null : value(fresh, parameter.getName());
        String expected = usual instanceof String text ? "'" + text + "'" : String.valueOf(usual);
        if (usual != null && !row.usual().contains(expected)) {
            wrong.add(name + " is " + expected + " if nothing is said, not " + row.usual());
        }
    }

    private static List<StepDescriptor> steps() {
        List<StepDescriptor> steps = StepDescriptor.all().stream()
                .filter(step -> step.getClass().getName().startsWith("io.jenkins.plugins.proxmox."))
                .toList();
        assertThat(steps).isNotEmpty();
        return steps;
    }

    private static Map<String, DescribableParameter> parameters(StepDescriptor step) {
        Map<String, DescribableParameter> parameters = new LinkedHashMap<>();
        DescribableModel.of(step.clazz).getParameters().forEach(it -> parameters.put(it.getName(), it));
        return parameters;
    }

    private static Object fresh(StepDescriptor step) throws Exception {
        Map<String, Object> required = new HashMap<>();
        parameters(step).values().stream()
                .filter(DescribableParameter::isRequired)
                .forEach(it -> required.put(it.getName(), "x"));
        return DescribableModel.of(step.clazz.asSubclass(Step.class)).instantiate(required, TaskListener.NULL);
    }

    private static Object value(Object step, String name) {
        String end = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Method getter = Arrays.stream(step.getClass().getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> Set.of("get" + end, "is" + end).contains(method.getName()))
                .findFirst()
                .orElseThrow();
        try {
            return getter.invoke(step);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> sections() throws IOException {
        return Stream.of(Files.readString(DOCUMENT).split("(?m)^## "))
                .collect(Collectors.toMap(text -> text.lines().findFirst().orElse(""), text -> text));
    }

    private static Map<String, Row> rows(String section) {
        Map<String, Row> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(section.replaceAll("(?s)^.*?\\Q" + HEADER + "\\E\n(.*?)(?:\n\n.*|$)", "$1"));
        while (row.find()) {
            NAME.matcher(row.group(1))
                    .results()
                    .forEach(name -> rows.put(name.group(1), new Row(row.group(2), row.group(3))));
        }
        return rows;
    }

    /** The page with all that it includes. */
    private static String form(Class<?> type, String page) throws Exception {
        String text = inherited(type, page);
        StringBuilder all = new StringBuilder(text);
        Matcher include = INCLUDE.matcher(text);
        while (include.find()) {
            Class<?> from = include.group(2) == null ? type : Class.forName(include.group(2));
            all.append(form(from, include.group(1)));
        }
        return all.toString();
    }

    private static String inherited(Class<?> type, String name) throws IOException {
        for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
            String text = resource(at, name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String resource(Class<?> type, String name) throws IOException {
        try (InputStream stream = type.getResourceAsStream(type.getSimpleName() + "/" + name)) {
            return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

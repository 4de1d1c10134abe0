package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads one parameter line of the tables. */
final class ParameterReader {
    private static final Pattern NAME = Pattern.compile("([^\\s\\[?]+)(?:\\[0\\.\\.(\\d+)])?(\\?)?");
    private static final Pattern VALUE_PATTERN = Pattern.compile("(.*?)\\s\\s/(.*)/");
    private static final Pattern RANGE = Pattern.compile("(-?\\d*)\\.\\.(-?\\d*)");
    private static final Pattern NUMBERED_VALUES = Pattern.compile("([a-z]+)0\\.\\.(\\d+)");
    private static final List<String> TYPES = List.of("boolean", "integer", "number", "string", "array");

    private final Function<String, PropertyStringSchema> propertyStrings;

    ParameterReader(Function<String, PropertyStringSchema> propertyStrings) {
        this.propertyStrings = propertyStrings;
    }

    ParameterSchema read(String line) {
        List<Rule> rules = new ArrayList<>();
        String rest = line;
        Matcher pattern = VALUE_PATTERN.matcher(line);
        if (pattern.matches()) {
            rules.add(Rule.pattern(Pattern.compile(pattern.group(2))));
            rest = pattern.group(1);
        }
        String[] parts = rest.trim().split("\\s\\s+");
        Matcher name = NAME.matcher(parts[0]);
        if (!name.matches()) {
            throw new IllegalArgumentException("not a parameter: " + line);
        }
        Traits traits = new Traits(rules);
        for (String part : List.of(parts).subList(1, parts.length)) {
            traits.add(part);
        }
        return new ParameterSchema(
                name.group(1),
                name.group(2) == null ? -1 : Integer.parseInt(name.group(2)),
                name.group(3) != null,
                traits.type,
                List.copyOf(rules),
                traits.list,
                Optional.ofNullable(traits.requires),
                traits.defaultKey,
                traits.alias());
    }

    /** What the parts behind the name add up to. */
    private final class Traits {
        private final List<Rule> rules;
        private ValueType type = ValueType.STRING;
        private String requires;
        private boolean defaultKey;
        private boolean list;
        private String target;
        private String nameBecomes;

        private Traits(List<Rule> rules) {
            this.rules = rules;
        }

        private Optional<ParameterSchema.Alias> alias() {
            return Optional.ofNullable(target)
                    .map(key -> new ParameterSchema.Alias(key, Optional.ofNullable(nameBecomes)));
        }

        private void add(String part) {
            Matcher range = RANGE.matcher(part);
            String value = part.substring(part.indexOf('=') + 1);
            if (TYPES.contains(part)) {
                type = ValueType.valueOf(part.toUpperCase(Locale.ROOT));
            } else if (range.matches()) {
                rules.add(Rule.range(range.group(1), range.group(2)));
            } else if (part.equals("default-key")) {
                defaultKey = true;
            } else if (part.startsWith("{")) {
                rules.add(0, Rule.propertyString(propertyStrings.apply(part.substring(1, part.length() - 1))));
            } else if (part.startsWith("format=")) {
                // The format is looked at first, which shows in the text of a value with two faults.
                rules.add(0, Rule.format(value));
                list = value.endsWith("list");
            } else if (part.startsWith("length=")) {
                Matcher length = RANGE.matcher(value);
                length.matches();
                rules.add(Rule.length(number(length.group(1)), number(length.group(2))));
            } else if (part.startsWith("requires=")) {
                requires = value;
            } else if (part.startsWith("alias=")) {
                target = value;
            } else if (part.startsWith("key=")) {
                nameBecomes = value;
            } else if (!part.startsWith("of=")) {
                rules.add(Rule.oneOf(enumeration(part)));
            }
        }
    }

    private static Integer number(String text) {
        return text.isEmpty() ? null : Integer.valueOf(text);
    }

    private static List<String> enumeration(String text) {
        List<String> values = new ArrayList<>();
        for (String value : text.split("\\|")) {
            Matcher numbered = NUMBERED_VALUES.matcher(value);
            if (numbered.matches()) {
                IntStream.rangeClosed(0, Integer.parseInt(numbered.group(2)))
                        .forEach(number -> values.add(numbered.group(1) + number));
            } else {
                values.add(value);
            }
        }
        return values;
    }
}

package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One demand on the text of a parameter's value; answers what Proxmox would say if the value does not meet it. */
@FunctionalInterface
interface Rule {
    /** @param path the name of the parameter, which messages about property strings repeat */
    Optional<String> problem(String path, String value);

    static Rule pattern(Pattern pattern) {
        return (path, value) ->
                problemUnless(pattern.matcher(value).matches(), "value does not match the regex pattern");
    }

    static Rule format(String name) {
        return (path, value) -> Formats.problem(name, value).map(text -> "invalid format - " + text);
    }

    static Rule propertyString(PropertyStringSchema schema) {
        return (path, value) -> schema.problem(path, value).map(text -> "invalid format - " + text);
    }

    static Rule length(Integer least, Integer most) {
        return (path, value) -> {
            int length = value.codePointCount(0, value.length());
            if (most != null && length > most) {
                return Optional.of("value may only be " + most + " characters long");
            }
            return problemUnless(
                    least == null || length >= least, "value must be at least " + least + " characters long");
        };
    }

    static Rule range(String least, String most) {
        return (path, value) -> {
            double number = Double.parseDouble(value);
            if (!least.isEmpty() && number < Double.parseDouble(least)) {
                return Optional.of("value must have a minimum value of " + least);
            }
            return problemUnless(
                    most.isEmpty() || number <= Double.parseDouble(most), "value must have a maximum value of " + most);
        };
    }

    static Rule oneOf(List<String> values) {
        return (path, value) -> problemUnless(
                values.contains(value),
                "value '" + value + "' does not have a value in the enumeration '" + String.join(", ", values) + "'");
    }

    private static Optional<String> problemUnless(boolean met, String text) {
        return met ? Optional.empty() : Optional.of(text);
    }
}

package io.jenkins.plugins.proxmox.embedded.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The types of parameters. Only booleans, integers and numbers restrict what text is accepted. */
public enum ValueType {
    BOOLEAN("[01]"),
    INTEGER("[+-]?\\d+"),
    NUMBER("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?"),
    STRING("(?s).*"),
    ARRAY("(?s).*");

    private final Pattern pattern;

    ValueType(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    Optional<String> problem(String value) {
        return pattern.matcher(value).matches() ? Optional.empty() : Optional.of(mismatch("'" + value + "'"));
    }

    String mismatch(String found) {
        return "type check ('" + name().toLowerCase(Locale.ROOT) + "') failed - got " + found;
    }
}

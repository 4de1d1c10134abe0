package io.jenkins.plugins.proxmox.core.value;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text in which {@code *} stands for any number of any characters; case matters.
 *
 * @param text as in {@code ci-*}
 */
public record NamePattern(String text) {
    /** Whether a name is one of those. */
    public boolean matches(String name) {
        String regex = Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return name.matches(regex);
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A tag of a guest. Most clusters turn tags into lower case and sort them, so {@link #matches} tells whether two are
 * the same; {@code equals} tells only whether they are spelled alike.
 *
 * @param text letters, digits and {@code _ + . -}, beginning with a letter, a digit or {@code _}; of any length
 */
public record Tag(String text) {
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_+.-]*");
    private static final Pattern SEPARATOR = Pattern.compile("[,;\\s]+");

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if Proxmox would not take the tag
     */
    public Tag {
        text = text.trim();
        if (!SYNTAX.matcher(text).matches()) {
            throw ProxmoxException.invalid(
                    "tag",
                    "'" + text + "' is no tag; expected are letters, digits and _ + . -, the first a letter, a digit or"
                            + " _");
        }
    }

    /** Reads tags as Proxmox lists them, separated by semicolons, commas or blanks; what is no tag is left out. */
    public static List<Tag> list(String text) {
        return Arrays.stream(SEPARATOR.split(text))
                .filter(tag -> SYNTAX.matcher(tag).matches())
                .map(Tag::new)
                .toList();
    }

    /** Writes tags as Proxmox lists them: {@code base;ci}. */
    public static String join(Collection<Tag> tags) {
        return tags.stream().map(Tag::text).collect(Collectors.joining(";"));
    }

    /** Whether both are the same tag to a cluster that does not distinguish case, as nearly all do. */
    public boolean matches(Tag other) {
        return text.equalsIgnoreCase(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;

/**
 * A text in which {@code *} stands for any number of any characters; case matters.
 *
 * @param text as in {@code ci-*}; blanks around it are left out
 */
public record NamePattern(String text) {
    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is blank
     */
    public NamePattern {
        text = text.trim();
        if (text.isEmpty()) {
            throw ProxmoxException.invalid(
                    "pattern", "A pattern of names must not be empty; expected is one as in ci-*, or * for all names");
        }
    }

    /** Whether a name is one of those. */
    public boolean matches(String name) {
        String[] parts = text.split("\\*", -1);
        if (parts.length == 1) {
            return name.equals(text);
        }
        String first = parts[0];
        String last = parts[parts.length - 1];
        int end = name.length() - last.length();
        if (end < first.length() || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        // The leftmost place of each part leaves most to those that follow.
        int from = first.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int at = name.indexOf(parts[i], from);
            if (at < 0 || at + parts[i].length() > end) {
                return false;
            }
            from = at + parts[i].length();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}

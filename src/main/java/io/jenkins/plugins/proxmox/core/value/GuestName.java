package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.regex.Pattern;

/**
 * The name of a guest, which is its host name at the same time; not unique.
 *
 * @param text DNS labels of letters, digits and inner hyphens, at most 63 characters each and 253 in all, joined by dots
 */
public record GuestName(String text) {
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern SYNTAX = Pattern.compile("(?:" + LABEL + "\\.)*" + LABEL);
    private static final int LONGEST = 253;

    /**
     * @throws ProxmoxException with {@link Problem.Parameter} if the text is no DNS name
     */
    public GuestName {
        text = text.trim();
        if (text.length() > LONGEST || !SYNTAX.matcher(text).matches()) {
            throw ProxmoxException.invalid(
                    "name",
                    "'" + text + "' is no valid guest name; expected is a DNS name: letters, digits and hyphens, none"
                            + " at either end, 63 characters at most between dots");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

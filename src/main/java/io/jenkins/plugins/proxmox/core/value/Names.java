package io.jenkins.plugins.proxmox.core.value;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.regex.Pattern;

/**
 * Checks of the names that parts of a cluster have. Each gives the name without blanks around it, or throws
 * {@link ProxmoxException} with {@link Problem.Parameter} if nothing can be called so.
 */
public final class Names {
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?");
    private static final Pattern STORAGE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]");
    private static final Pattern POOL = Pattern.compile("[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+){0,2}");
    private static final Pattern BRIDGE = Pattern.compile("[A-Za-z0-9._-]+");

    private Names() {}

    /** The name of a node: letters, digits and inner hyphens. */
    public static String node(String text) {
        return check("node", NODE, text, "are letters, digits and inner hyphens, no dots");
    }

    /** The id of a storage: 2 or more letters, digits and {@code . _ -}, the first a letter, no sign at the end. */
    public static String storage(String text) {
        return check(
                "storage",
                STORAGE,
                text,
                "are 2 or more letters, digits and . _ -, the first a letter and the last a letter or a digit");
    }

    /** The name of a pool: letters, digits and {@code . _ -}; pools in pools with {@code /}, at most 3 levels. */
    public static String pool(String text) {
        return check("pool", POOL, text, "are letters, digits and . _ -, and / between at most 3 levels of pools");
    }

    /** The name of a bridge or of an SDN's virtual network: letters, digits and {@code . _ -}. */
    public static String bridge(String text) {
        return check("bridge", BRIDGE, text, "are letters, digits and . _ -, as in vmbr0");
    }

    static boolean isStorage(String text) {
        return STORAGE.matcher(text).matches();
    }

    private static String check(String noun, Pattern syntax, String text, String expected) {
        String trimmed = text.trim();
        if (!syntax.matcher(trimmed).matches()) {
            throw ProxmoxException.invalid(
                    noun, "'" + trimmed + "' is no name of a " + noun + "; expected " + expected);
        }
        return trimmed;
    }
}

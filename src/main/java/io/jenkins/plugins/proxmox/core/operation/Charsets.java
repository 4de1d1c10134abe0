package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/** Reads the names of encodings. */
final class Charsets {
    private static final String BASE64 = "Base64";

    private Charsets() {}

    /** @param name null or blank for UTF-8 */
    static Charset parse(String name) {
        if (name == null || name.isBlank()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name.trim());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw ProxmoxException.invalid(
                    "encoding", "encoding: '" + name + "' is not known; expected is one such as UTF-8 or ISO-8859-1");
        }
    }

    /** Whether bytes are meant that are written as text. */
    static boolean isBase64(String name) {
        return name != null && name.trim().equalsIgnoreCase(BASE64);
    }

    /** @param name that of a charset, or Base64 for which there is none */
    static Charset parseUnlessBase64(String name) {
        if (isBase64(name)) {
            return StandardCharsets.US_ASCII;
        }
        try {
            return parse(name);
        } catch (ProxmoxException e) {
            throw ProxmoxException.invalid(
                    "encoding",
                    "encoding: '" + name + "' is not known; expected is Base64, or one such as UTF-8 or ISO-8859-1");
        }
    }
}

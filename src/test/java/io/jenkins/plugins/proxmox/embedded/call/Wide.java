package io.jenkins.plugins.proxmox.embedded.call;

import io.jenkins.plugins.proxmox.embedded.reply.ApiException;
import java.nio.charset.StandardCharsets;

/** Text and bytes as Perl takes them for each other: one byte is one character, up to U+00FF. */
final class Wide {
    private Wide() {}

    /** @param problem the error if there are characters that are no bytes */
    static byte[] bytes(String text, String problem) {
        if (text.chars().anyMatch(character -> character > 0xff)) {
            throw ApiException.failure(problem);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What is UTF-8 is not decoded, so that every byte becomes a character of the reply. */
    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

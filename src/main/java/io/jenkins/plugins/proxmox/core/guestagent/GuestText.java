package io.jenkins.plugins.proxmox.core.guestagent;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text that comes from inside a guest. Proxmox VE passes the guest agent's words on without decoding them: each byte of
 * its UTF-8 arrives as a character of its own, so that {@code é} is {@code Ã©}. For contents of files that is good luck,
 * since every byte survives.
 */
final class GuestText {
    private GuestText() {}

    /** Whether each character can be one byte. */
    static boolean isBytes(String text) {
        return text.chars().allMatch(c -> c <= 0xFF);
    }

    /** What was meant; the text as it is if it is no UTF-8 after all. */
    static String decoded(String text) {
        if (!isBytes(text)) {
            return text;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    /** The bytes that the guest gave. */
    static byte[] bytes(String text) {
        return text.getBytes(isBytes(text) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** Bytes as the text that arrives in the guest as these bytes. */
    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Whether the guest gets the text as it is: what is beyond ASCII arrives garbled, or not at all. */
    static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > 0 && c < 0x80);
    }
}

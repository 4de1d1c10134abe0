package io.jenkins.plugins.proxmox.core.operation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The public key by which an SSH server is known.
 *
 * @param type as SSH names it, as in {@code ssh-ed25519}
 * @param key the key in Base64, as it stands in files of known hosts
 */
public record HostKey(String type, String key) {
    /** Reads what a file with one public key holds; absent if it is none, or not yet written to its end. */
    public static Optional<HostKey> find(String text) {
        String[] words = text.strip().split("[ \t\r\n]+");
        if (words.length < 2 || !words[0].equals(typeInside(words[1]))) {
            return Optional.empty();
        }
        return Optional.of(new HostKey(words[0], words[1]));
    }

    /** The key begins with its type, and all of its fields begin with their lengths; empty if that is not so. */
    private static String typeInside(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            List<String> fields = new ArrayList<>();
            while (bytes.hasRemaining()) {
                int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
                if (length < 0 || length > bytes.remaining()) {
                    return "";
                }
                byte[] field = new byte[length];
                bytes.get(field);
                fields.add(new String(field, StandardCharsets.US_ASCII));
            }
            return fields.size() < 2 ? "" : fields.get(0);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** As {@code ssh-keygen -l} tells it: {@code SHA256:} and a digest in Base64. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(key));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code ssh-ed25519 AAAA...}. */
    @Override
    public String toString() {
        return type + " " + key;
    }
}

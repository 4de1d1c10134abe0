package io.jenkins.plugins.proxmox.cloud.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** A pair of keys, of a user or of a host. */
public record SshKey(KeyPair pair) {
    private static final int BITS = 256;

    /** A new one of a kind that takes no time to make. */
    public static SshKey make() {
        return make(KeyPairProvider.ECDSA_SHA2_NISTP256);
    }

    /** @param type as in {@code ssh-ed25519} */
    static SshKey make(String type) {
        try {
            return new SshKey(KeyUtils.generateKeyPair(type, BITS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One line, as in {@code authorized_keys}. */
    public String publicText() {
        return PublicKeyEntry.toString(pair.getPublic());
    }

    /** In the format of OpenSSH, without a passphrase. */
    public String privateText() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return text.toString(StandardCharsets.US_ASCII);
    }

    /** The keys of an {@code authorized_keys}; lines that are none are left out. */
    static List<PublicKey> parse(String lines) {
        return lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(SshKey::parseLine)
                .toList();
    }

    private static PublicKey parseLine(String line) {
        try {
            return AuthorizedKeyEntry.parseAuthorizedKeyEntry(line)
                    .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("no public key: " + line, e);
        }
    }
}

package io.jenkins.plugins.proxmox.cloud.connector;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.common.UsernamePasswordCredentials;
import com.trilead.ssh2.crypto.PEMDecoder;
import com.trilead.ssh2.signature.KeyAlgorithm;
import com.trilead.ssh2.signature.KeyAlgorithmManager;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.util.Secret;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.bouncycastle.api.PEMEncodable;
import jenkins.model.Jenkins;

/** The keys that were made for clouds, encrypted on disk: the guests of a cloud let in who has its key. */
@Extension
public final class AgentKeys {
    private static final int BITS = 3072;

    private Map<String, Secret> keys;

    static AgentKeys get() {
        return ExtensionList.lookupSingleton(AgentKeys.class);
    }

    /**
     * The key of a cloud as credentials, which are in no store.
     *
     * @param cloud the id of the cloud
     */
    StandardUsernameCredentials of(String cloud, String user) throws IOException {
        return new BasicSSHUserPrivateKey(
                CredentialsScope.SYSTEM,
                "proxmox-cloud-" + cloud,
                user,
                new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(key(cloud)),
                null,
                "Made for the cloud with the id " + cloud);
    }

    private synchronized Secret key(String cloud) throws IOException {
        if (keys == null) {
            keys = file().exists() ? read() : new HashMap<>();
        }
        Secret known = keys.get(cloud);
        if (known == null) {
            known = Secret.fromString(generate());
            keys.put(cloud, known);
            // Before any guest has it: nobody would get into one whose key is lost.
            file().write(keys);
        }
        return known;
    }

    @SuppressWarnings("unchecked") // nobody else writes this file
    private static Map<String, Secret> read() throws IOException {
        return (Map<String, Secret>) file().read();
    }

    private static XmlFile file() {
        return new XmlFile(Jenkins.XSTREAM2, new File(Jenkins.get().getRootDir(), "proxmox-agent-keys.xml"));
    }

    private static String generate() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return PEMEncodable.create(generator.generateKeyPair().getPrivate()).encode();
        } catch (GeneralSecurityException e) {
            throw new IOException("No key could be made", e);
        }
    }

    static boolean isPassword(StandardUsernameCredentials credentials) {
        return credentials instanceof UsernamePasswordCredentials;
    }

    /** What a guest needs to let somebody in who has the credentials, one line; empty for passwords. */
    static Optional<String> publicKey(StandardUsernameCredentials credentials) throws IOException {
        if (!(credentials instanceof SSHUserPrivateKey key)
                || key.getPrivateKeys().isEmpty()) {
            return Optional.empty();
        }
        Secret secret = key.getPassphrase();
        String passphrase = secret == null ? null : secret.getPlainText();
        KeyPair pair = PEMDecoder.decodeKeyPair(key.getPrivateKeys().get(0).toCharArray(), passphrase);
        for (KeyAlgorithm<PublicKey, PrivateKey> algorithm : KeyAlgorithmManager.getSupportedAlgorithms()) {
            if (algorithm.supportsKey(pair.getPrivate())) {
                StringWriter line = new StringWriter();
                line.append(format(algorithm))
                        .append(' ')
                        .append(Base64.getEncoder().encodeToString(algorithm.encodePublicKey(pair.getPublic())))
                        .append(" jenkins");
                return Optional.of(line.toString());
            }
        }
        throw new IOException("The key of the credentials '" + credentials.getId() + "' is of an unknown kind");
    }

    /** Newer signatures with the same key have names of their own. */
    private static String format(KeyAlgorithm<?, ?> algorithm) {
        return algorithm.getKeyFormat().startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm.getKeyFormat();
    }
}

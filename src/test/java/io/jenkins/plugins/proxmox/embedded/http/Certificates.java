package io.jenkins.plugins.proxmox.embedded.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority and a certificate that it signed, made once per host name and JVM. */
public final class Certificates {
    private static final Map<String, Certificates> MADE = new ConcurrentHashMap<>();
    private static final String PASSWORD = "embedded";
    private static final String AUTHORITY = "authority";
    private static final String LEAF = "leaf";

    private final KeyStore keys;
    private final SSLContext sslContext;

    private Certificates(KeyStore keys) throws GeneralSecurityException, IOException {
        this.keys = keys;
        this.sslContext = serverContext(keys);
    }

    /** Certificates for the loopback interface. */
    public static Certificates forLoopback() {
        return MADE.computeIfAbsent("localhost", name -> make(name, "SAN=ip:127.0.0.1,dns:localhost"));
    }

    /** Certificates that are good for another host only. */
    public static Certificates forHost(String name) {
        return MADE.computeIfAbsent(name, host -> make(host, "SAN=dns:" + host));
    }

    /** Anew on every call, as when a node's certificate is renewed. */
    public static Certificates renewed() {
        return make("localhost", "SAN=ip:127.0.0.1,dns:localhost");
    }

    private static Certificates make(String host, String alternativeNames) {
        try {
            Path directory = Files.createTempDirectory("embedded-proxmox");
            try {
                Path store = directory.resolve("keys.p12");
                keytool(store, AUTHORITY, "CN=Embedded Proxmox Virtual Environment CA", "-ext", "BC:critical=ca:true");
                keytool(store, LEAF, "CN=" + host, "-signer", AUTHORITY, "-ext", alternativeNames);
                KeyStore keys = KeyStore.getInstance("PKCS12");
                try (InputStream stream = Files.newInputStream(store)) {
                    keys.load(stream, PASSWORD.toCharArray());
                }
                return new Certificates(keys);
            } finally {
                delete(directory);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make certificates", e);
        }
    }

    private static void keytool(Path store, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                // Two short runs of a JVM are all the time a first start takes.
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-dname",
                name,
                "-validity",
                "30",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    public SSLContext sslContext() {
        return sslContext;
    }

    private static SSLContext serverContext(KeyStore keys) throws GeneralSecurityException, IOException {
        // Only the leaf: a client has to know the authority, as with a real cluster.
        KeyStore leafOnly = KeyStore.getInstance("PKCS12");
        leafOnly.load(null, null);
        leafOnly.setKeyEntry(
                LEAF, keys.getKey(LEAF, PASSWORD.toCharArray()), PASSWORD.toCharArray(), new Certificate[] {
                    keys.getCertificate(LEAF)
                });
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(leafOnly, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** SHA-256 of the leaf, in upper case pairs with colons. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(keys.getCertificate(LEAF).getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate of the authority in PEM. */
    public String authority() {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(keys.getCertificate(AUTHORITY).getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

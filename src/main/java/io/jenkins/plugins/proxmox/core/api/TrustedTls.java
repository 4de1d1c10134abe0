package io.jenkins.plugins.proxmox.core.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/** Turns a {@link TlsTrust} into what HttpClient asks during the handshake; nothing of it is global to the JVM. */
final class TrustedTls {
    private TrustedTls() {}

    static TlsSocketStrategy of(TlsTrust trust) {
        if (trust instanceof TlsTrust.Fingerprint pinned) {
            // The one certificate is the identity: its name says nothing more.
            return new DefaultClientTlsStrategy(
                    context(new PinnedCertificate(pinned)),
                    HostnameVerificationPolicy.CLIENT,
                    NoopHostnameVerifier.INSTANCE);
        }
        KeyStore authorities = trust instanceof TlsTrust.Authority authority ? keyStore(authority) : null;
        return new DefaultClientTlsStrategy(
                context(new NamingTrustManager(defaultManager(authorities))),
                HostnameVerificationPolicy.BOTH,
                HttpsSupport.getDefaultHostnameVerifier());
    }

    private static SSLContext context(TrustManager manager) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        }
    }

    private static KeyStore keyStore(TlsTrust.Authority authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(authority.pem().getBytes(StandardCharsets.UTF_8)))) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw ProxmoxException.invalid("caCertificate", "The CA certificate can't be read: " + e.getMessage());
        }
    }

    private static X509ExtendedTrustManager defaultManager(KeyStore authorities) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("This JVM has no X.509 trust manager"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no trust store", e);
        }
    }

    private static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            return TlsTrust.Fingerprint.of(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    /** Clients only; a client certificate is never asked for. */
    private abstract static class ServerTrustManager extends X509ExtendedTrustManager {
        @Override
        public final void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("not a server");
        }
    }

    /** Compares the leaf's fingerprint, as Proxmox' own client does; chain, dates and name are not looked at. */
    private static final class PinnedCertificate extends ServerTrustManager {
        private final TlsTrust.Fingerprint expected;

        PinnedCertificate(TlsTrust.Fingerprint expected) {
            this.expected = expected;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            String actual = fingerprint(chain[0]);
            if (!actual.equals(expected.sha256())) {
                throw new CertificateException("the server's certificate has the SHA-256 fingerprint " + actual
                        + ", expected is " + expected.sha256());
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** The usual checks, and on refusal the fingerprint, so that whoever configures can compare and pin it. */
    private static final class NamingTrustManager extends ServerTrustManager {
        private final X509ExtendedTrustManager usual;

        NamingTrustManager(X509ExtendedTrustManager usual) {
            this.usual = usual;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            try {
                usual.checkServerTrusted(chain, authType);
            } catch (CertificateException e) {
                throw refusal(chain, e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            try {
                usual.checkServerTrusted(chain, authType, socket);
            } catch (CertificateException e) {
                throw refusal(chain, e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            try {
                usual.checkServerTrusted(chain, authType, engine);
            } catch (CertificateException e) {
                throw refusal(chain, e);
            }
        }

        private static CertificateException refusal(X509Certificate[] chain, CertificateException cause)
                throws CertificateException {
            // The JDK's texts quote the names of its exceptions, which say nothing to an administrator.
            String reason = String.valueOf(cause.getMessage()).replaceAll("[\\w.]+Exception: ", "");
            return new CertificateException(
                    reason + "; the server's certificate has the SHA-256 fingerprint " + fingerprint(chain[0])
                            + ", which can be pinned if it is the right one",
                    cause);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return usual.getAcceptedIssuers();
        }
    }
}

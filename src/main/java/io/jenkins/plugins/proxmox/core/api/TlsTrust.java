package io.jenkins.plugins.proxmox.core.api;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Why the server's certificate is believed. Verification is never off. */
public sealed interface TlsTrust {
    /** Certificates that this JVM trusts anyway; the host name is checked. */
    record System() implements TlsTrust {}

    /**
     * Certificates signed by these authorities; the host name is checked.
     *
     * @param pem one or more certificates, as {@code /etc/pve/pve-root-ca.pem} holds
     */
    record Authority(String pem) implements TlsTrust {
        private static final Pattern CERTIFICATE =
                Pattern.compile("-----BEGIN CERTIFICATE-----[\\s\\S]+?-----END CERTIFICATE-----");

        /**
         * @throws ProxmoxException with {@link Problem.Parameter} if the text holds no certificate
         */
        public Authority {
            if (pem == null || !CERTIFICATE.matcher(pem).find()) {
                throw ProxmoxException.invalid(
                        "caCertificate",
                        "The CA certificate is no PEM text; expected is the content of /etc/pve/pve-root-ca.pem,"
                                + " beginning with -----BEGIN CERTIFICATE-----");
            }
        }
    }

    /**
     * Exactly one certificate, whoever signed it and whatever name it bears. Breaks when the node renews it.
     *
     * @param sha256 32 pairs of upper-case hexadecimal digits joined by colons, as Proxmox VE shows it
     */
    record Fingerprint(String sha256) implements TlsTrust {
        private static final Pattern SYNTAX = Pattern.compile("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");
        private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

        /**
         * @throws ProxmoxException with {@link Problem.Parameter} if the text is no SHA-256 fingerprint; lower case and
         *     missing colons are tolerated
         */
        public Fingerprint {
            String given = sha256 == null ? "" : sha256.trim();
            sha256 = given.toUpperCase(Locale.ROOT);
            if (sha256.matches("[0-9A-F]{64}")) {
                sha256 = COLONS.formatHex(HexFormat.of().parseHex(sha256));
            }
            if (!SYNTAX.matcher(sha256).matches()) {
                throw ProxmoxException.invalid(
                        "fingerprint",
                        "'" + given + "' is no SHA-256 fingerprint; expected are 32 pairs of hexadecimal digits joined"
                                + " by colons, as 'pvenode cert info' prints");
            }
        }

        static String of(byte[] digest) {
            return COLONS.formatHex(digest);
        }
    }
}

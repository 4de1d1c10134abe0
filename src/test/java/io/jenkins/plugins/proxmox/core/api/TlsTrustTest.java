package io.jenkins.plugins.proxmox.core.api;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTrustTest {
    private static final String FINGERPRINT =
            "95:76:BC:FA:5B:06:B4:53:F9:32:0F:38:2B:69:E8:63:53:CF:08:56:0D:00:9E:03:45:7C:60:DE:6A:54:7E:BC";
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String END = "\n-----END CERTIFICATE-----\n";

    @Test
    void takesAFingerprintAsProxmoxShowsIt() {
        assertThat(new TlsTrust.Fingerprint(FINGERPRINT).sha256()).isEqualTo(FINGERPRINT);
    }

    @Test
    void takesAFingerprintInOtherSpellingsForTheSame() {
        String lower = FINGERPRINT.toLowerCase(Locale.ROOT);
        TlsTrust.Fingerprint expected = new TlsTrust.Fingerprint(FINGERPRINT);
        assertThat(new TlsTrust.Fingerprint(lower)).isEqualTo(expected);
        assertThat(new TlsTrust.Fingerprint(lower.replace(":", ""))).isEqualTo(expected);
        assertThat(new TlsTrust.Fingerprint("  " + FINGERPRINT + "\n")).isEqualTo(expected);
    }

    @Test
    void writesADigestAsItIsCompared() {
        byte[] digest = HexFormat.ofDelimiter(":").parseHex(FINGERPRINT);
        assertThat(TlsTrust.Fingerprint.of(digest)).isEqualTo(FINGERPRINT);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "95:76",
                "95:76:BC:FA:5B:06:B4:53:F9:32:0F:38:2B:69:E8:63:53:CF:08:56",
                "95:76:BC:FA:5B:06:B4:53:F9:32:0F:38:2B:69:E8:63:53:CF:08:56:0D:00:9E:03:45:7C:60:DE:6A:54:7E:BC:00",
                "9G:76:BC:FA:5B:06:B4:53:F9:32:0F:38:2B:69:E8:63:53:CF:08:56:0D:00:9E:03:45:7C:60:DE:6A:54:7E:BC",
                "957:6BC:FA:5B:06:B4:53:F9:32:0F:38:2B:69:E8:63:53:CF:08:56:0D:00:9E:03:45:7C:60:DE:6A:54:7E:BC",
                "SHA256:ILW8UwRu62rvIMOrmNRKMyDNxt8GeZxKEy8jBGUTAeA",
            })
    void refusesWhatIsNoSha256Fingerprint(String text) {
        assertRefused(
                "fingerprint",
                () -> new TlsTrust.Fingerprint(text),
                "'" + (text == null ? "" : text) + "'",
                "expected are 32 pairs of hexadecimal digits joined by colons");
    }

    @Test
    void takesCertificatesWithTextAroundThem() {
        String pem = "Cluster CA\n" + BEGIN + "MIIB" + END + BEGIN + "MIIC" + END;
        assertThat(new TlsTrust.Authority(pem).pem()).isEqualTo(pem);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "/etc/pve/pve-root-ca.pem", "MIIB", "-----BEGIN CERTIFICATE-----\nMIIB"})
    void refusesWhatIsNoPemText(String text) {
        assertRefused(
                "caCertificate",
                () -> new TlsTrust.Authority(text),
                "/etc/pve/pve-root-ca.pem",
                "-----BEGIN CERTIFICATE-----");
    }

    @Test
    void doesNotRepeatAPrivateKeyPastedByMistake() {
        ProxmoxException refusal = catchThrowableOfType(
                ProxmoxException.class,
                () -> new TlsTrust.Authority("-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----"));
        assertThat(refusal).isNotNull();
        assertThat(refusal).hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bm90IGEgY2VydGlmaWNhdGU=", "this is no base64"})
    void refusesACertificateThatCantBeRead(String content) {
        TlsTrust trust = new TlsTrust.Authority(BEGIN + content + END);
        assertRefused("caCertificate", () -> TrustedTls.of(trust), "can't be read");
    }
}

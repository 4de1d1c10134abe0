package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ConnectionTest extends EmbeddedTest {
    @Test
    void repliesOfOtherDaemonsHaveTwoConnectionHeadersAndLeaveTheConnectionOpen() throws IOException {
        assertThat(client.get("/nodes/pve1/qemu").values("Connection")).containsExactly("close", "Keep-Alive");
        assertThat(client.get("/nodes/pve1/qemu/101/status/current").values("Connection"))
                .containsExactly("close", "Keep-Alive");
        assertThat(client.get("/nodes/pve2/qemu/102/config").values("Connection"))
                .containsExactly("close", "Keep-Alive");
        assertThat(client.get("/version").values("Connection")).containsExactly("Keep-Alive");
        assertThat(client.get("/nodes/pve1/qemu/101/config").values("Connection"))
                .containsExactly("Keep-Alive");

        assertThat(client.connections()).isEqualTo(1);
    }

    @Test
    void connectionIsClosedAfterAHundredReplies() throws IOException {
        for (int i = 1; i < 100; i++) {
            assertThat(client.get("/version").values("Connection")).containsExactly("Keep-Alive");
        }
        assertThat(client.get("/version").values("Connection")).containsExactly("close");
        client.get("/version");

        assertThat(client.connections()).isEqualTo(2);
        assertThat(proxmox.requests().connections()).isEqualTo(2);
    }

    @Test
    void idleConnectionIsClosed() throws IOException {
        try (EmbeddedProxmox impatient = EmbeddedProxmox.builder()
                        .idleTime(Duration.ofMillis(200))
                        .start();
                RawClient visitor = RawClient.of(impatient)) {
            visitor.get("/version");

            assertThat(visitor.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientMayAskForTheEndOfTheConnection() throws IOException {
        assertThat(client.send("GET", "/api2/json/version", "", "Connection: close")
                        .values("Connection"))
                .containsExactly("close");
    }

    @Test
    void repliesHaveTheHeadersOfTheRealServer() throws IOException {
        RawReply reply = client.get("/version");

        assertThat(reply.values("Server")).containsExactly("pve-api-daemon/3.0");
        assertThat(reply.values("Cache-Control")).containsExactly("max-age=0");
        assertThat(reply.values("Pragma")).containsExactly("no-cache");
        assertThat(reply.values("Date")).isEqualTo(reply.values("Expires")).hasSize(1);
    }

    @Test
    void longRepliesAreCompressedOnRequest() throws IOException {
        String path = "/api2/json/cluster/resources";
        RawReply plain = client.send("GET", path, "");
        assertThat(plain.values("Content-Encoding")).isEmpty();
        assertThat(plain.body().length).isGreaterThan(1024);

        RawReply compressed = client.send("GET", path, "", "Accept-Encoding: gzip, deflate");
        assertThat(compressed.values("Content-Encoding")).containsExactly("gzip");
        assertThat(compressed.body().length).isLessThan(plain.body().length);
        assertThat(RawClient.texts(compressed, "id")).isEqualTo(RawClient.texts(plain, "id"));

        assertThat(client.send("GET", "/api2/json/version", "", "Accept-Encoding: gzip")
                        .values("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void tooManyHeadersCloseTheConnectionWithoutAnAnswer() throws IOException {
        assertThatThrownBy(() -> client.send("GET", "/api2/json/version", "", "X-Long: " + "a".repeat(9000)))
                .isInstanceOf(IOException.class);
        client.close();
        assertThat(client.get("/version?_dc=" + "a".repeat(20_000)).status()).isEqualTo(200);
    }

    @Test
    void slashesAtTheEndAndTwoInARowAreIgnored() throws IOException {
        assertThat(client.get("/version/").status()).isEqualTo(200);
        assertThat(client.get("//version").status()).isEqualTo(200);
        assertThat(RawClient.texts(client.get(""), "subdir"))
                .containsExactly("version", "cluster", "nodes", "storage", "access", "pools");
    }

    @Test
    void textsThatDoNotFitAStatusLineKillTheConnection() {
        assertThatThrownBy(() -> client.get("/nodes/%F0%9F%9A%80/status")).isInstanceOf(IOException.class);
    }

    @Test
    void certificateIsSignedByItsAuthorityAndHasTheFingerprint() throws IOException {
        assertThat(client.get("/version").status()).isEqualTo(200);
        assertThat(proxmox.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(proxmox.caCertificate()).startsWith("-----BEGIN CERTIFICATE-----\n");
        assertThat(RawClient.texts(client.get("/nodes"), "ssl_fingerprint"))
                .containsOnly(proxmox.fingerprint().toUpperCase(Locale.ROOT));
    }

    @Test
    void certificateOfAnotherHostIsNotAccepted() throws IOException {
        try (EmbeddedProxmox other = EmbeddedProxmox.builder()
                        .certificateFor("other.example.com")
                        .start();
                RawClient visitor = RawClient.of(other)) {
            assertThatThrownBy(() -> visitor.get("/version")).hasMessageContaining("No subject alternative");
        }
    }
}

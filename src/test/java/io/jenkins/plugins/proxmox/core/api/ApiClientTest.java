package io.jenkins.plugins.proxmox.core.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a server can show: trust, retries, reuse of connections, and errors of three releases. */
class ApiClientTest {
    private static final ApiPath WEB = ApiPath.of("nodes", "pve1", "qemu", 101);
    private static final RetryPolicy AT_ONCE =
            new RetryPolicy(4, Duration.ZERO, RandomGenerator.getDefault(), pause -> {});

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void theTextOfAnErrorIsFoundOnEveryRelease(PveVersion version) throws IOException {
        try (EmbeddedProxmox proxmox =
                        EmbeddedProxmox.builder().version(version).start();
                ApiClient client = client(proxmox)) {
            assertThatThrownBy(() -> client.get(ApiPath.of("nodes", "pve1", "qemu", 999, "config")))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.NotFound.class))
                    .hasMessageContaining("nodes/pve1/qemu-server/999.conf' does not exist");
        }
    }

    @Test
    void theAuthorityOfTheClusterCanBeTrusted() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = client(proxmox, new TlsTrust.Authority(proxmox.caCertificate()))) {
            assertThat(client.get(ApiPath.of("version")).text("release")).isPresent();
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefusedUnlessItIsPinned() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.builder()
                        .certificateFor("other.example.com")
                        .start();
                ApiClient byAuthority = client(proxmox, new TlsTrust.Authority(proxmox.caCertificate()));
                ApiClient byFingerprint = client(proxmox, new TlsTrust.Fingerprint(proxmox.fingerprint()))) {
            assertThatThrownBy(() -> byAuthority.get(ApiPath.of("version")))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Untrusted.class));
            assertThat(byFingerprint.get(ApiPath.of("version")).isEmpty()).isFalse();
        }
    }

    @Test
    void aRefusalOfTheCertificateTellsItsFingerprint() throws IOException {
        String wrong = "AB:".repeat(31) + "CD";
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient pinned = client(proxmox, new TlsTrust.Fingerprint(wrong));
                ApiClient system = client(proxmox, new TlsTrust.System())) {
            assertThatThrownBy(() -> pinned.get(ApiPath.of("version")))
                    .hasMessageContainingAll("is not trusted", proxmox.fingerprint(), wrong);
            assertThatThrownBy(() -> system.get(ApiPath.of("version")))
                    .hasMessageContainingAll("is not trusted", proxmox.fingerprint());
            assertThat(proxmox.requests().all()).isEmpty();
        }
    }

    @Test
    void aLoginRenewsItsTicketAndWritesWithIt() throws IOException {
        SettableClock clock = new SettableClock();
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = login(proxmox, proxmox.password(), clock)) {
            client.call(ApiRequest.put(WEB.and("config")).with("description", "a;b=c&d ü"));
            assertThat(proxmox.cluster().guest(101).orElseThrow().config()).containsEntry("description", "a;b=c&d ü");

            clock.now = clock.now.plus(Duration.ofMinutes(61));
            client.get(WEB.and("config"));
            proxmox.access().expireTickets();
            client.get(WEB.and("config"));

            assertThat(proxmox.requests().count("POST", "/access/ticket")).isEqualTo(3);
        }
    }

    @Test
    void aWrongPasswordIsAnAuthenticationProblemAndTriedOnce() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = login(proxmox, "wrong-password", InstantSource.system())) {
            assertThatThrownBy(() -> client.get(ApiPath.of("nodes")))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.Authentication.class))
                    .hasMessageNotContaining("wrong-password");
            assertThat(proxmox.requests().all()).hasSize(1);
        }
    }

    @Test
    void aSecondFactorIsExplained() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = login(proxmox, proxmox.password(), InstantSource.system())) {
            proxmox.access().requireSecondFactor("root@pam", "123456");

            assertThatThrownBy(() -> client.get(ApiPath.of("nodes"))).hasMessageContaining("use an API token instead");
        }
    }

    @Test
    void whoLooksAgainAnywaySendsEachCallOnceWithTheSameLogin() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = login(proxmox, proxmox.password(), InstantSource.system())) {
            client.get(ApiPath.of("nodes"));
            proxmox.faults().call("GET", "/nodes").times(1).answer(595, "No route to host");

            assertThatThrownBy(() -> client.once().get(ApiPath.of("nodes")))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.NodeUnreachable.class));
            assertThat(client.once().get(ApiPath.of("nodes")).elements()).isNotEmpty();

            assertThat(proxmox.requests().count("GET", "/nodes")).isEqualTo(3);
            assertThat(proxmox.requests().count("POST", "/access/ticket")).isEqualTo(1);
            assertThat(proxmox.requests().connections()).isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {595, 596, 599})
    void readsAreRepeatedAfterProxyErrors(int status) throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = client(proxmox)) {
            proxmox.faults().call("GET", "/nodes").times(3).answer(status, "Connection refused");

            assertThat(client.get(ApiPath.of("nodes")).elements()).hasSize(2);
        }
    }

    @Test
    void readsAreRepeatedWhenTheConnectionBreaks() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = client(proxmox)) {
            proxmox.faults().call("GET", "/nodes").times(2).dropBeforeEffect();

            assertThat(client.get(ApiPath.of("nodes")).elements()).hasSize(2);
        }
    }

    @Test
    void aChangeIsRepeatedOnlyIfItNeverReachedItsNode() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = client(proxmox)) {
            ApiRequest stop = ApiRequest.post(WEB.and("status", "stop"));
            proxmox.faults().call("POST", "/nodes/*/qemu/*/status/stop").answer(595, "No route to host");
            client.call(stop);
            assertThat(proxmox.requests().count("POST", "/nodes/*/qemu/*/status/stop"))
                    .isEqualTo(2);

            proxmox.requests().clear();
            proxmox.faults().call("POST", "/nodes/*/qemu/*/status/stop").answerAfterEffect(596, "Connection timed out");
            assertThatThrownBy(() -> client.call(stop))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.OutcomeUnknown.class));
            proxmox.faults().call("POST", "/nodes/*/qemu/*/status/stop").dropBeforeEffect();
            assertThatThrownBy(() -> client.call(stop))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.OutcomeUnknown.class));
            assertThat(proxmox.requests().count("POST", "/nodes/*/qemu/*/status/stop"))
                    .isEqualTo(2);
        }
    }

    @Test
    void parametersOfADeleteTravelInTheQuery() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = client(proxmox)) {
            client.call(
                    ApiRequest.delete(ApiPath.of("nodes", "pve2", "qemu", 102)).with("purge", true));

            assertThat(proxmox.requests().matching("DELETE", "/nodes/pve2/qemu/102"))
                    .singleElement()
                    .satisfies(request -> {
                        assertThat(request.status()).isEqualTo(200);
                        assertThat(request.parameter("purge")).contains("1");
                    });
        }
    }

    @Test
    void oneConnectionCarriesAHundredCalls() throws IOException {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                ApiClient client = client(proxmox)) {
            for (int call = 0; call < 100; call++) {
                // Forwarded by pveproxy, so every reply says both close and keep-alive.
                client.get(WEB.and("status", "current"));
            }
            assertThat(proxmox.requests().connections()).isEqualTo(1);

            client.get(WEB.and("status", "current"));
            assertThat(proxmox.requests().connections()).isEqualTo(2);
        }
    }

    @Test
    void nobodyListeningIsToldAsSuch() throws IOException {
        int port;
        try (ServerSocket closedAtOnce = new ServerSocket(0)) {
            port = closedAtOnce.getLocalPort();
        }
        try (ApiClient client = new ApiClient(new ApiClient.Settings(
                new ApiEndpoint("127.0.0.1", port),
                new TlsTrust.System(),
                new Credentials.Login("root@pam", "unused-password"),
                "test",
                AT_ONCE,
                InstantSource.system()))) {
            assertThatThrownBy(() -> client.get(ApiPath.of("version")))
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.NodeUnreachable.class))
                    .hasMessageContaining("https://127.0.0.1:" + port + " can't be reached");
        }
    }

    private static ApiClient client(EmbeddedProxmox proxmox) {
        return client(proxmox, new TlsTrust.Fingerprint(proxmox.fingerprint()));
    }

    private static ApiClient client(EmbeddedProxmox proxmox, TlsTrust trust) {
        return client(proxmox, trust, Credentials.ApiToken.parse(proxmox.token()), InstantSource.system());
    }

    private static ApiClient login(EmbeddedProxmox proxmox, String password, InstantSource clock) {
        return client(
                proxmox,
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                new Credentials.Login(proxmox.userName(), password),
                clock);
    }

    private static ApiClient client(
            EmbeddedProxmox proxmox, TlsTrust trust, Credentials credentials, InstantSource clock) {
        return new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()), trust, credentials, "proxmox-guests", AT_ONCE, clock));
    }

    private static final class SettableClock implements InstantSource {
        private Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }
    }
}

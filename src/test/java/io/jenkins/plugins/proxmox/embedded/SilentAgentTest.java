package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A worker of the node waits for a guest agent that does not answer, and does nothing else meanwhile. */
class SilentAgentTest extends EmbeddedTest {
    private static final String PING = "/nodes/pve1/qemu/101/agent/ping";
    private static final Duration NEVER = Duration.ofDays(1);

    @Override
    protected EmbeddedProxmoxBuilder configure(EmbeddedProxmoxBuilder builder) {
        // Long enough for tests that end the silence.
        return builder.timeoutScale(20);
    }

    private CompletableFuture<RawReply> ask(String method, String path) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (RawClient caller = RawClient.of(proxmox)) {
                        return method.equals("POST") ? caller.post(path) : caller.get(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                work -> new Thread(work).start());
    }

    @Test
    void whoeverComesUpMeanwhileAnswersAtOnce() throws Exception {
        guest(101).bootTime(NEVER);
        CompletableFuture<RawReply> answer = ask("POST", PING);
        assertThat(proxmox.workers().awaitHeld("pve1", 1)).isTrue();
        guest(101).bootTime(Duration.ZERO);

        assertThat(answer.get().statusLine()).isEqualTo("200 OK");
        assertThat(proxmox.workers().held("pve1")).isZero();
    }

    @Test
    void aBootThatEndsMeanwhileIsEnough() throws Exception {
        guest(102).bootTime(Duration.ofMillis(200));
        client.run("/nodes/pve2/qemu/102/status/start");
        assertThat(ask("POST", "/nodes/pve2/qemu/102/agent/ping").get().statusLine())
                .isEqualTo("200 OK");
    }

    @Test
    void whoeverIsSwitchedOffDoesNotAnswer() throws Exception {
        guest(101).withoutGuestAgent();
        CompletableFuture<RawReply> answer = ask("POST", PING);
        assertThat(proxmox.workers().awaitHeld("pve1", 1)).isTrue();
        guest(101).stopped();

        assertThat(answer.get().statusLine()).isEqualTo("500 QEMU guest agent is not running");
    }

    @Test
    void threeOfThemLeaveNoWorkerForWhatPveproxyHandsOn() throws Exception {
        guest(101).bootTime(NEVER);
        List<CompletableFuture<RawReply>> answers =
                Stream.of(PING, PING, PING).map(it -> ask("POST", it)).toList();
        assertThat(proxmox.workers().awaitHeld("pve1", 3)).isTrue();
        CompletableFuture<RawReply> status = ask("GET", "/nodes/pve1/qemu/101/status/current");
        assertThat(proxmox.workers().awaitWaiting("pve1", 1)).isTrue();

        assertThat(client.get("/nodes/pve1/qemu/101/config").status())
                .as("done by pveproxy itself")
                .isEqualTo(200);
        assertThat(client.get("/nodes/pve2/qemu/102/status/current").status())
                .as("done on another node")
                .isEqualTo(200);
        assertThat(status.isDone()).as("done on the same node").isFalse();
        guest(101).bootTime(Duration.ZERO);
        for (CompletableFuture<RawReply> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(200);
        }
        assertThat(status.get().status()).isEqualTo(200);
        assertThat(proxmox.workers().mostHeld("pve1")).isEqualTo(3);
    }
}

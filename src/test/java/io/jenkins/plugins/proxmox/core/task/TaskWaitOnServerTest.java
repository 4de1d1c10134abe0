package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.RetryPolicy;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting in virtual time for tasks of a real server: hours pass at once, and every request is counted. */
class TaskWaitOnServerTest {
    private static final String STATUS = "/nodes/*/tasks/*/status";

    private final VirtualTiming timing = new VirtualTiming();
    private final List<String> lines = new ArrayList<>();
    private EmbeddedProxmox proxmox;
    private ApiClient client;

    @BeforeEach
    void start() {
        proxmox = EmbeddedProxmox.start();
        client = new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(proxmox.token()),
                "proxmox-guests",
                new RetryPolicy(1, Duration.ZERO, RandomGenerator.getDefault(), pause -> {}),
                InstantSource.system()));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxmox.close();
    }

    @Test
    void looksSeldomerTheLongerItTakes() {
        proxmox.tasks().hold("qmstart");
        TaskWait wait = await(Duration.ofHours(2), TaskListener.NONE);

        timing.advance(Duration.ofSeconds(1));
        int inTheFirstSecond = proxmox.requests().count("GET", STATUS);
        timing.advance(Duration.ofMinutes(10));
        int before = proxmox.requests().count("GET", STATUS);
        timing.advance(Duration.ofMinutes(10));

        assertThat(inTheFirstSecond).isBetween(10, 20);
        assertThat(proxmox.requests().count("GET", STATUS) - before).isBetween(10 * 60 / 5, 130);
        assertThat(wait.outcome()).isNotDone();
    }

    @Test
    void givesUpAtTheDeadlineAndLeavesTheTaskAlone() {
        proxmox.tasks().hold("qmstart");
        TaskWait wait = await(Duration.ofMinutes(5), TaskListener.NONE);

        timing.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(wait.outcome()).isNotDone();
        timing.advance(Duration.ofMillis(1));

        assertThat(failure(wait).problem()).isInstanceOf(Problem.TimedOut.class);
        assertThat(proxmox.requests().count("DELETE", "/nodes/*/tasks/*")).isZero();
        assertThat(wait.hasEnded()).isFalse();
    }

    @Test
    void aTaskThatIsNotThereYetIsGivenFiveSeconds() {
        proxmox.faults().task("qmstart").vanishes();
        TaskWait wait = await(Duration.ofMinutes(5), TaskListener.NONE);
        proxmox.tasks().awaitAll();

        timing.advance(Duration.ofSeconds(4));
        assertThat(wait.outcome()).isNotDone();
        timing.advance(Duration.ofSeconds(2));
        assertThat(wait.outcome()).isCompletedWithValue(new TaskOutcome.Vanished());
    }

    @Test
    void anOutageOfAMinuteIsBorneAndALongerOneIsNot() {
        proxmox.tasks().hold("qmstart");
        TaskWait wait = await(Duration.ofHours(1), TaskListener.NONE);
        timing.advance(Duration.ofSeconds(30));
        proxmox.faults().call("GET", STATUS).always().answer(595, "No route to host");

        timing.advance(Duration.ofSeconds(55));
        assertThat(wait.outcome()).isNotDone();
        proxmox.faults().clear();
        timing.advance(Duration.ofSeconds(10));
        assertThat(wait.outcome()).isNotDone();
        proxmox.faults().call("GET", STATUS).always().answer(595, "No route to host");
        timing.advance(Duration.ofSeconds(70));
        assertThat(failure(wait).problem()).isInstanceOf(Problem.NodeUnreachable.class);
    }

    @Test
    void aRevokedTokenEndsTheWaitAtOnce() {
        proxmox.tasks().hold("qmstart");
        TaskWait wait = await(Duration.ofHours(1), TaskListener.NONE);
        proxmox.access().removeToken("root@pam", "demo");

        timing.advance(Duration.ofSeconds(1));

        assertThat(failure(wait).problem()).isInstanceOf(Problem.Authentication.class);
    }

    @Test
    void everyLineOfTheLogIsToldOnceAndInOrder() {
        Upid upid = begin(ApiRequest.post(ApiPath.of("nodes", "pve1", "vzdump"))
                .with("vmid", 101)
                .with("storage", "local"));
        TaskWait wait = new TaskWatcher(new TaskApi(client), timing)
                .await(upid, timing.now().plus(Duration.ofHours(1)), lines::add);
        timing.advance(Duration.ofMillis(60));
        proxmox.tasks().await(upid.toString());
        timing.runUntilIdle();

        assertThat(wait.outcome()).isCompletedWithValue(new TaskOutcome.Succeeded());
        assertThat(lines)
                .isEqualTo(proxmox.tasks().find(upid.toString()).orElseThrow().log())
                .hasSizeGreaterThan(10);
    }

    @Test
    void thatTheLogCanNotBeReadIsNoFailureOfTheTask() {
        proxmox.faults().call("GET", "/nodes/*/tasks/*/log").always().answer(500, "unable to open file");
        TaskWait wait = await(Duration.ofMinutes(5), lines::add);
        proxmox.tasks().awaitAll();
        timing.runUntilIdle();

        assertThat(wait.outcome()).isCompletedWithValue(new TaskOutcome.Succeeded());
        assertThat(lines).isEmpty();
    }

    private TaskWait await(Duration limit, TaskListener listener) {
        Upid upid = begin(ApiRequest.post(ApiPath.of("nodes", "pve2", "qemu", 102, "status", "start")));
        return new TaskWatcher(new TaskApi(client), timing)
                .await(upid, timing.now().plus(limit), listener);
    }

    private Upid begin(ApiRequest request) {
        return Upid.parse(client.call(request).text().orElseThrow());
    }

    private static ProxmoxException failure(TaskWait wait) {
        return (ProxmoxException)
                wait.outcome().handle((outcome, failure) -> failure).join();
    }
}

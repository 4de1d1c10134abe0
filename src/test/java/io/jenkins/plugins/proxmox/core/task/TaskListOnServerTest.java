package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.ApiClient;
import io.jenkins.plugins.proxmox.core.api.ApiEndpoint;
import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.ApiRequest;
import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.TlsTrust;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real task list says about many tasks that are awaited in virtual time. */
class TaskListOnServerTest {
    private static final String LIST = "/nodes/pve1/tasks";
    private static final String STATUS = "/nodes/*/tasks/*/status";

    private final VirtualTiming timing = new VirtualTiming();
    private final List<String> lines = new ArrayList<>();
    private EmbeddedProxmox proxmox;
    private ApiClient client;
    private TaskWatcher watcher;
    private int newId = 300;

    @BeforeEach
    void start() {
        proxmox = EmbeddedProxmox.start();
        client = new ApiClient(new ApiClient.Settings(
                ApiEndpoint.parse(proxmox.url().toString()),
                new TlsTrust.Fingerprint(proxmox.fingerprint()),
                Credentials.ApiToken.parse(proxmox.token())));
        watcher = new TaskWatcher(new TaskApi(client), timing, () -> 0);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxmox.close();
    }

    @Test
    void everyOutcomeIsTakenFromOneList() {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            TaskWait good = begin();
            proxmox.faults().task("qmclone").warns("a disk is left over");
            TaskWait warned = begin();
            proxmox.faults().task("qmclone").fails("clone failed: no space left");
            TaskWait failed = begin();
            proxmox.faults().task("qmclone").dies();
            TaskWait died = begin();
            TaskWait stopped = begin();
            proxmox.faults().task("qmclone").hangs();
            TaskWait hanging = begin();
            timing.advance(Duration.ofSeconds(10));
            assertThat(List.of(good, warned, failed, stopped, hanging))
                    .allSatisfy(wait -> assertThat(wait.outcome()).isNotDone());

            client.call(ApiRequest.delete(ApiPath.of("nodes", "pve1", "tasks", stopped.upid())));
            hold.release();
            List.of(good, warned, failed, died, stopped)
                    .forEach(wait -> proxmox.tasks().await(wait.upid().toString()));
            proxmox.requests().clear();
            timing.advance(Duration.ofSeconds(5));

            assertThat(good.outcome()).isCompletedWithValue(new TaskOutcome.Succeeded());
            assertThat(warned.outcome()).isCompletedWithValue(new TaskOutcome.SucceededWithWarnings(1));
            assertThat(failed.outcome()).isCompletedWithValue(new TaskOutcome.Failed("clone failed: no space left"));
            assertThat(died.outcome()).isCompletedWithValue(new TaskOutcome.Unclear("unexpected status"));
            assertThat(stopped.outcome())
                    .isCompletedWithValue(new TaskOutcome.Interrupted("clone failed: interrupted by signal"));
            assertThat(hanging.outcome()).isNotDone();
            assertThat(proxmox.requests().matching("GET", STATUS))
                    .as("the one that is left")
                    .allSatisfy(
                            it -> assertThat(it.path()).contains(hanging.upid().toString()));
        }
    }

    @Test
    void aListIsOneCallForAllAndAskedForByTheAccountWithoutTheToken() {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            for (int number = 0; number < 20; number++) {
                begin();
            }
            timing.advance(Duration.ofSeconds(10));

            assertThat(proxmox.requests().count("GET", STATUS)).isZero();
            List<RecordedRequest> lists = proxmox.requests().matching("GET", LIST);
            assertThat(lists).hasSizeBetween(8, 20);
            assertThat(lists).last().satisfies(list -> {
                assertThat(list.parameter("source")).contains("all");
                assertThat(list.parameter("userfilter")).contains("root@pam");
                assertThat(list.parameter("limit")).contains("90");
                assertThat(list.parameters()).containsKey("since");
            });
            hold.release();
        }
    }

    @Test
    void logsOfACrowdComeWhole() {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            for (int number = 0; number < 6; number++) {
                begin();
            }
            TaskWait wait = watcher.await(clone("full"), Instant.MAX, lines::add);
            timing.advance(Duration.ofSeconds(10));
            hold.release();
            proxmox.tasks().awaitAll();
            timing.advance(Duration.ofSeconds(10));

            assertThat(wait.outcome()).isCompletedWithValue(new TaskOutcome.Succeeded());
            assertThat(lines)
                    .isEqualTo(proxmox.tasks()
                            .find(wait.upid().toString())
                            .orElseThrow()
                            .log())
                    .hasSizeGreaterThan(1);
            assertThat(watcher.nodes()).isZero();
        }
    }

    private TaskWait begin() {
        return watcher.await(clone("name"), Instant.MAX, TaskListener.NONE);
    }

    private Upid clone(String what) {
        newId++;
        ApiRequest request = ApiRequest.post(ApiPath.of("nodes", "pve1", "qemu", 9000, "clone"))
                .with("newid", newId)
                .with(what, what.equals("full") ? "1" : "clone-" + newId);
        return Upid.parse(client.call(request).text().orElseThrow());
    }
}

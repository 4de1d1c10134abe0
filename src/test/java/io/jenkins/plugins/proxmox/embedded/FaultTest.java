package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultTest extends EmbeddedTest {
    private static final String START = "/nodes/pve2/qemu/102/status/start";
    private static final String STARTS = "/nodes/*/qemu/*/status/start";

    @Test
    void answerReplacesTheCall() throws IOException {
        proxmox.faults().call("POST", STARTS).answer(596, "Broken pipe");

        RawReply reply = client.post(START);
        assertThat(reply.statusLine()).isEqualTo("596 Broken pipe");
        assertThat(reply.values("Connection")).containsExactly("close");
        assertThat(proxmox.tasks().all()).isEmpty();
        assertThat(client.post(START).status()).as("only once").isEqualTo(200);
    }

    @Test
    void answerMayComeAfterTheEffect() throws IOException {
        proxmox.faults().call("POST", STARTS).answerAfterEffect(596, "Connection timed out");

        assertThat(client.post(START).statusLine()).isEqualTo("596 Connection timed out");
        assertThat(proxmox.tasks().ofType("qmstart")).hasSize(1);
    }

    @Test
    void connectionIsDroppedBeforeOrAfterTheEffect() throws IOException {
        proxmox.faults().call("POST", STARTS).dropBeforeEffect();
        proxmox.faults().call("POST", STARTS).dropAfterEffect();

        assertThatThrownBy(() -> client.post(START)).isInstanceOf(EOFException.class);
        assertThat(proxmox.tasks().all()).isEmpty();
        client.close();
        assertThatThrownBy(() -> client.post(START)).isInstanceOf(EOFException.class);
        assertThat(proxmox.tasks().ofType("qmstart")).hasSize(1);
        assertThat(proxmox.requests().all()).extracting(RecordedRequest::status).containsExactly(0, 0);
    }

    @Test
    void faultsAreCounted() throws IOException {
        proxmox.faults().call("*", "/version").after(1).times(2).answer(595, "Connection refused");

        assertThat(client.get("/version").status()).isEqualTo(200);
        assertThat(client.get("/nodes").status()).as("another path").isEqualTo(200);
        assertThat(client.get("/version").status()).isEqualTo(595);
        assertThat(client.get("/version").status()).isEqualTo(595);
        assertThat(client.get("/version").status()).isEqualTo(200);

        proxmox.faults().call("GET", "/**").always().answer(500, "no");
        assertThat(client.get("/nodes/pve1/qemu/101/config").statusLine()).isEqualTo("500 no");
        assertThat(client.get("/version").statusLine()).isEqualTo("500 no");
        proxmox.faults().clear();
        assertThat(client.get("/version").status()).isEqualTo(200);
    }

    @Test
    void staleAnswerIsTheOneGivenBefore() throws IOException {
        client.get("/nodes/pve2/qemu/102/status/current");
        guest(102).running();
        proxmox.faults().call("GET", "/nodes/pve2/qemu/102/status/current").stale();

        assertThat(status()).isEqualTo("stopped");
        assertThat(status()).isEqualTo("running");
    }

    private String status() throws IOException {
        return client.get("/nodes/pve2/qemu/102/status/current")
                .data()
                .get("status")
                .asText();
    }

    @Test
    void delayedCallsAreAnswered() throws IOException {
        proxmox.faults().call("GET", "/version").delay(Duration.ofMillis(1));

        assertThat(client.get("/version").status()).isEqualTo(200);
    }

    @Test
    void tasksFailHangOrVanish() throws IOException {
        proxmox.faults().task("qmstart").fails("start failed: QEMU exited with code 1");
        proxmox.faults().task("qmstart").vanishes();
        assertThat(client.run(START).exitStatus()).contains("start failed: QEMU exited with code 1");
        assertThat(guest(102).status()).isEqualTo("stopped");

        String upid = client.post(START).upid();
        proxmox.cluster().await(cluster -> guest(102).status().equals("running"));
        proxmox.cluster().await(cluster -> proxmox.tasks().find(upid).isEmpty());
        assertThat(client.get("/nodes/pve2/tasks/" + upid + "/status").error("upid"))
                .isEqualTo("no such task");
        assertThat(guest(102).status()).isEqualTo("running");
    }

    @Test
    void hangingTaskCanBeInterrupted() throws IOException {
        proxmox.faults().task("qmstart").of(102).hangs();
        String upid = client.post(START).upid();
        assertThat(client.run("/nodes/pve2/lxc/202/status/start").exitStatus()).contains("OK");

        assertThat(proxmox.tasks().find(upid).orElseThrow().isRunning()).isTrue();
        client.delete("/nodes/pve2/tasks/" + upid);
        assertThat(proxmox.tasks().await(upid).exitStatus()).contains("received interrupt");
    }

    @Test
    void callsAreRecorded() throws IOException {
        client.put("/nodes/pve2/qemu/102/config", "cores", "2", "tags", "a b");
        client.get("/cluster/nextid?vmid=101");
        RawClient.anonymous(proxmox).get("/nodes");

        assertThat(proxmox.requests().all()).hasSize(3);
        RecordedRequest put = proxmox.requests().all().get(0);
        assertThat(put.method()).isEqualTo("PUT");
        assertThat(put.path()).isEqualTo("/nodes/pve2/qemu/102/config");
        assertThat(put.parameter("tags")).contains("a b");
        assertThat(put.user()).isEqualTo("root@pam!demo");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.connection()).isEqualTo(1);
        assertThat(proxmox.requests().all().get(1).status()).isEqualTo(400);
        assertThat(proxmox.requests().all().get(2).user()).isEmpty();
        assertThat(proxmox.requests().all().get(2).connection()).isEqualTo(2);
        assertThat(proxmox.requests().count("PUT", "/nodes/*/qemu/*/config")).isEqualTo(1);
        assertThat(proxmox.requests().count("GET", "/**")).isEqualTo(2);
        proxmox.requests().clear();
        assertThat(proxmox.requests().all()).isEmpty();
    }
}

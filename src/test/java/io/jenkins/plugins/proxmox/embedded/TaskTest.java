package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest extends EmbeddedTest {
    private JsonNode status(String upid) throws IOException {
        return client.get(path(upid) + "/status").data();
    }

    private static String path(String upid) {
        return "/nodes/" + upid.split(":")[1] + "/tasks/" + upid;
    }

    private RawReply log(String upid, String query) throws IOException {
        return client.get(path(upid) + "/log" + query);
    }

    @Test
    void runningTaskHasNoContentAndNoExitStatus() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmstart")) {
            String upid = client.post("/nodes/pve2/qemu/102/status/start").upid();

            assertThat(upid).matches("UPID:pve2:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:qmstart:102:root@pam!demo:");
            JsonNode running = status(upid);
            assertThat(running.get("status").asText()).isEqualTo("running");
            assertThat(running.has("exitstatus")).isFalse();
            assertThat(log(upid, "").json().toString())
                    .isEqualTo("{\"data\":[{\"n\":1,\"t\":\"no content\"}],\"total\":1}");

            hold.release();
            proxmox.tasks().await(upid);
            JsonNode stopped = status(upid);
            assertThat(stopped.get("status").asText()).isEqualTo("stopped");
            assertThat(stopped.get("exitstatus").asText()).isEqualTo("OK");
            assertThat(stopped.get("user").asText()).isEqualTo("root@pam");
            assertThat(stopped.get("tokenid").asText()).isEqualTo("demo");
            assertThat(stopped.get("id").asText()).isEqualTo("102");
            assertThat(log(upid, "").json().toString())
                    .isEqualTo("{\"data\":[{\"n\":1,\"t\":\"TASK OK\"}],\"total\":1}");
        }
    }

    @Test
    void failedTaskEndsWithItsText() throws IOException {
        var task = client.run("/nodes/pve1/qemu/999/status/start");

        String text = "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist";
        assertThat(status(task.upid()).get("exitstatus").asText()).isEqualTo(text);
        assertThat(RawClient.texts(log(task.upid(), ""), "t")).containsExactly("TASK ERROR: " + text);
    }

    @Test
    void warningsAreASuccess() throws IOException {
        proxmox.faults().task("qmstart").warns("no physical CD-ROM available, ignoring");
        var task = client.run("/nodes/pve2/qemu/102/status/start");

        assertThat(task.exitStatus()).contains("WARNINGS: 1");
        assertThat(task.log()).containsExactly("WARN: no physical CD-ROM available, ignoring", "TASK WARNINGS: 1");
        assertThat(guest(102).status()).isEqualTo("running");
        JsonNode listed = client.get("/nodes/pve2/tasks?statusfilter=warning").data();
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("status").asText()).isEqualTo("WARNINGS: 1");
        assertThat(client.get("/nodes/pve2/tasks?errors=1").data())
                .as("all that did not go quite well")
                .hasSize(1);
    }

    @Test
    void logIsReadInPages() throws IOException {
        String upid = client.run("/nodes/pve1/qemu/101/clone", "newid", "300", "full", "1")
                .upid();
        int total = log(upid, "").json().get("total").asInt();
        assertThat(total).isGreaterThan(10);

        assertThat(RawClient.texts(log(upid, "?start=2&limit=3"), "n")).containsExactly("3", "4", "5");
        assertThat(RawClient.texts(log(upid, "?limit=0"), "t")).hasSize(total).endsWith("TASK OK");
        RawReply beyond = log(upid, "?start=1000");
        assertThat(beyond.data()).isEmpty();
        assertThat(beyond.json().get("total").asInt()).isEqualTo(total);
        RawReply download = log(upid, "?download=1");
        assertThat(download.values("Content-Type")).containsExactly("text/plain");
        assertThat(download.text()).endsWith("TASK OK\n");
    }

    @Test
    void logHasFiftyLinesByDefault() throws IOException {
        // A job for many guests writes many lines.
        client.run("/nodes/pve1/vzdump", "all", "1", "storage", "nfs");
        String upid = proxmox.tasks().ofType("vzdump").get(0).upid();

        int total = log(upid, "").json().get("total").asInt();
        assertThat(total).isGreaterThan(50);
        assertThat(log(upid, "").data()).hasSize(50);
    }

    @Test
    void abortedCloneLeavesNothingBehind() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            String upid =
                    client.post("/nodes/pve1/qemu/9000/clone", "newid", "300").upid();
            proxmox.cluster().await(cluster -> cluster.guest(300).isPresent());

            assertThat(client.delete(path(upid)).data().isNull()).isTrue();

            assertThat(status(upid).get("exitstatus").asText()).isEqualTo("clone failed: interrupted by signal");
            assertThat(RawClient.texts(log(upid, ""), "t")).endsWith("TASK ERROR: clone failed: interrupted by signal");
            assertThat(proxmox.cluster().guest(300)).isEmpty();
            assertThat(proxmox.cluster().volumes())
                    .noneMatch(volume -> volume.volid().contains("vm-300"));
            assertThat(client.delete(path(upid)).status())
                    .as("aborting it once more")
                    .isEqualTo(200);
            assertThat(proxmox.tasks().aborted()).hasSize(1);
            hold.release();
            assertThat(proxmox.cluster().guest(300)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPID:xx", "nonsense"})
    void malformedUpidCannotBeParsed(String upid) throws IOException {
        RawReply reply = client.get("/nodes/pve1/tasks/" + upid + "/status");

        assertThat(reply.statusLine()).isEqualTo("400 Parameter verification failed.");
        assertThat(reply.error("upid")).isEqualTo("unable to parse worker upid");
    }

    @Test
    void unknownTaskHasAnOddLog() throws IOException {
        String upid = "UPID:pve1:00000001:00000001:6B02F6A6:qmstart:101:root@pam:";

        assertThat(client.get(path(upid) + "/status").error("upid")).isEqualTo("no such task");
        assertThat(client.delete(path(upid)).error("upid")).isEqualTo("no such task");
        assertThat(log(upid, "").json().toString())
                .isEqualTo(
                        "{\"data\":{\"n\":1,\"t\":\"unable to open file - No such file or directory\"},\"total\":1}");
    }

    @Test
    void taskIsKnownOnItsNodeOnlyAndMayBeAskedForEncoded() throws IOException {
        String upid = client.run("/nodes/pve2/qemu/102/status/start").upid();

        assertThat(client.get("/nodes/pve1/tasks/" + upid + "/status").error("upid"))
                .isEqualTo("no such task");
        String encoded = URLEncoder.encode(upid, StandardCharsets.UTF_8);
        assertThat(client.get("/nodes/pve2/tasks/" + encoded + "/status").status())
                .isEqualTo(200);
    }

    @Test
    void listIsOrderedByEndAndFiltered() throws IOException {
        client.run("/nodes/pve2/qemu/102/status/start");
        client.run("/nodes/pve2/qemu/102/status/start");
        client.run("/nodes/pve2/qemu/102/status/stop");
        client.run("/nodes/pve2/lxc/202/status/start");

        RawReply all = client.get("/nodes/pve2/tasks");
        assertThat(RawClient.texts(all, "type")).containsExactly("vzstart", "qmstop", "qmstart", "qmstart");
        assertThat(RawClient.texts(all, "status")).containsExactly("OK", "OK", "VM 102 already running", "OK");
        assertThat(all.json().get("total").asInt()).isEqualTo(4);
        assertThat(all.data().get(0).get("endtime").asLong()).isPositive();
        assertThat(all.data().get(0).get("user").asText()).isEqualTo("root@pam");
        assertThat(all.data().get(0).get("tokenid").asText()).isEqualTo("demo");

        assertThat(types("typefilter=qmstart")).containsExactly("qmstart", "qmstart");
        assertThat(types("vmid=202")).containsExactly("vzstart");
        assertThat(types("errors=1")).containsExactly("qmstart");
        assertThat(types("statusfilter=ok&limit=1")).containsExactly("vzstart");
        assertThat(types("start=1&limit=2")).containsExactly("qmstop", "qmstart");
        assertThat(types("userfilter=nobody")).isEmpty();
        assertThat(types("userfilter=ROOT%40pam")).hasSize(4);
        assertThat(types("userfilter=demo")).as("the token is no part of it").isEmpty();
        assertThat(types("errors=1&statusfilter=ok")).containsExactly("qmstart");
        assertThat(types("since=4000000000")).isEmpty();
        assertThat(types("until=1000")).isEmpty();
        assertThat(client.get("/nodes/pve2/tasks?limit=1").json().get("total").asInt())
                .isEqualTo(4);
        assertThat(types("statusfilter=ok,bogus")).as("unknown kind of end").isEmpty();
    }

    private List<String> types(String query) throws IOException {
        RawReply reply = client.get("/nodes/pve2/tasks?" + query);
        return reply.status() == 200 ? RawClient.texts(reply, "type") : List.of();
    }

    @Test
    void activeTasksAreListedOnRequest() throws IOException {
        assertThat(client.get("/nodes/pve2/tasks?source=active").json().toString())
                .isEqualTo("{\"data\":[]}");
        try (Hold hold = proxmox.tasks().hold("qmstart")) {
            String upid = client.post("/nodes/pve2/qemu/102/status/start").upid();

            JsonNode active = client.get("/nodes/pve2/tasks?source=active").data();
            assertThat(active).hasSize(1);
            assertThat(active.get(0).get("status").asText()).isEqualTo("RUNNING");
            assertThat(active.get(0).get("user").asText()).isEqualTo("root@pam!demo");
            assertThat(active.get(0).has("endtime")).isFalse();
            assertThat(client.get("/nodes/pve2/tasks").data()).isEmpty();
            assertThat(client.get("/nodes/pve2/tasks?source=all").data()).hasSize(1);

            hold.release();
            proxmox.tasks().await(upid);
            assertThat(client.get("/nodes/pve2/tasks").data()).hasSize(1);
            assertThat(RawClient.texts(client.get("/cluster/tasks"), "upid")).containsExactly(upid);
        }
    }

    @Test
    void heldTaskDoesNotBegin() throws IOException {
        try (Hold hold = proxmox.tasks().holdStart("qmclone")) {
            String upid =
                    client.post("/nodes/pve1/qemu/9000/clone", "newid", "300").upid();
            assertThat(proxmox.cluster().guest(300)).isEmpty();

            hold.release();
            assertThat(proxmox.tasks().await(upid).exitStatus()).contains("OK");
        }
    }

    @Test
    void killedTaskHasAnUnexpectedStatusAndLeavesItsLock() throws IOException {
        try (Hold hold = proxmox.tasks().hold("qmclone")) {
            String upid =
                    client.post("/nodes/pve1/qemu/9000/clone", "newid", "300").upid();
            proxmox.cluster().await(cluster -> cluster.guest(300).isPresent());

            proxmox.tasks().killAll();

            assertThat(status(upid).get("exitstatus").asText()).isEqualTo("unexpected status");
            assertThat(RawClient.texts(log(upid, ""), "t")).noneMatch(line -> line.startsWith("TASK"));
            assertThat(guest(300).lock()).contains("clone");
            assertThat(client.get("/nodes/pve1/tasks?statusfilter=unknown").data())
                    .hasSize(1);
            hold.release();
        }
    }
}

package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReplyTest extends EmbeddedTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /nodes/pve1/qemu/999/config, qemu-server/999",
        "GET, /nodes/pve1/qemu/999/status/current, qemu-server/999",
        "GET, /nodes/pve1/qemu/999/snapshot, qemu-server/999",
        "DELETE, /nodes/pve1/qemu/999, qemu-server/999",
        "GET, /nodes/pve1/lxc/999/config, lxc/999",
        "GET, /nodes/pve1/qemu/201/config, qemu-server/201",
        "GET, /nodes/pve1/lxc/101/config, lxc/101",
        "GET, /nodes/pve1/qemu/102/config, qemu-server/102"
    })
    void missingGuestIsAServerError(String method, String path, String file) throws IOException {
        assertFailure(
                client.send(method, "/api2/json" + path, ""),
                "Configuration file 'nodes/pve1/" + file + ".conf' does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "bad_node"})
    void missingNodeIsAServerError(String node) throws IOException {
        assertFailure(
                client.get("/nodes/" + node + "/status"),
                "hostname lookup '" + node + "' failed - failed to get address info for: " + node
                        + ": Name or service not known");
    }

    @Test
    void missingStorageAndSnapshotAreServerErrors() throws IOException {
        assertFailure(client.get("/nodes/pve1/storage/nope/content"), "storage 'nope' does not exist");
        assertFailure(client.get("/nodes/pve1/qemu/101/snapshot/x1/config"), "snapshot 'x1' does not exist");
    }

    private static void assertFailure(RawReply reply, String text) {
        assertThat(reply.statusLine()).isEqualTo("500 " + text);
        assertThat(reply.json().toString()).isEqualTo("{\"data\":null,\"message\":\"" + text + "\\n\"}");
        assertThat(reply.values("Content-Type")).containsExactly("application/json;charset=UTF-8");
        assertThat(reply.values("Connection")).containsExactly("close");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nope",
        "GET, /nodes/pve1/nope",
        "DELETE, /version",
        "PUT, /nodes/pve1/qemu",
        "POST, /nodes/pve1/lxc/201/config"
    })
    void unknownCallsAreNotImplementedAndTheirTextHasNoLineBreak(String method, String path) throws IOException {
        RawReply reply = client.send(method, "/api2/json" + path, "");

        String text = "Method '" + method + " " + path + "' not implemented";
        assertThat(reply.statusLine()).isEqualTo("501 " + text);
        assertThat(reply.message()).isEqualTo(text);
    }

    @Test
    void unknownFormatsAndPathsAreTextErrors() throws IOException {
        RawReply format = client.send("GET", "/api2/xml/version", "");
        assertThat(format.statusLine()).isEqualTo("501 no formatter for uri /version, xml");
        assertThat(format.text()).isEqualTo("no formatter for uri /version, xml");
        assertThat(format.values("Content-Type")).isEmpty();

        RawReply base = client.send("GET", "/api3/json/version", "");
        assertThat(base.statusLine()).isEqualTo("500 no such file '/api3/json/version'");
        assertThat(base.text()).isEqualTo("no such file '/api3/json/version'");
    }

    @Test
    void unknownStorageIsABadRequestForItsStatus() throws IOException {
        RawReply reply = client.get("/nodes/pve1/storage/nope/status");

        assertThat(reply.statusLine()).isEqualTo("400 No such storage.");
        assertThat(reply.json().has("errors")).isFalse();
    }

    @Test
    void extJsTellsErrorsWithStatus200() throws IOException {
        RawReply failure = client.send("GET", "/api2/extjs/nodes/pve1/qemu/999/config", "");
        assertThat(failure.statusLine()).isEqualTo("200 OK");
        assertThat(failure.json().get("success").asInt()).isZero();
        assertThat(failure.json().get("status").isInt()).isTrue();
        assertThat(failure.json().get("status").asInt()).isEqualTo(500);
        assertThat(failure.message()).endsWith("999.conf' does not exist\n");

        RawReply parameter = client.send("GET", "/api2/extjs/nodes/pve1/qemu?foo=bar", "");
        assertThat(parameter.status()).isEqualTo(200);
        assertThat(parameter.json().get("status").isTextual()).isTrue();
        assertThat(parameter.json().get("status").asText()).isEqualTo("400");
        assertThat(parameter.error("foo")).startsWith("property is not defined in schema");

        RawReply success = client.send("GET", "/api2/extjs/version", "");
        assertThat(success.json().get("success").asInt()).isEqualTo(1);
        assertThat(success.json().at("/data/release").asText()).isEqualTo("8.4");
    }

    @Test
    void everyErrorClosesItsConnection() throws IOException {
        client.get("/version");
        client.get("/nope");
        client.get("/version");

        assertThat(client.connections()).isEqualTo(2);
    }

    @Test
    void offlineNodeCannotBeReached() throws IOException {
        proxmox.cluster().nodeOffline("pve2");

        RawReply reply = client.get("/nodes/pve2/qemu");
        assertThat(reply.statusLine()).isEqualTo("595 No route to host");
        assertThat(reply.text()).isEmpty();

        assertThat(client.get("/cluster/status").data().get(0).get("quorate").asInt())
                .isZero();
        assertThat(client.get("/nodes/pve1/qemu").status()).isEqualTo(200);
        proxmox.cluster().nodeOnline("pve2");
        assertThat(client.get("/nodes/pve2/qemu").status()).isEqualTo(200);
    }
}

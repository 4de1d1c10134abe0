package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLogTest {
    private static final String PROPERTY = "proxmox.embedded.calls";

    private String before;

    @TempDir
    private Path directory;

    @BeforeEach
    void setProperty() {
        before = System.setProperty(PROPERTY, directory.resolve("calls").toString());
    }

    @AfterEach
    void restoreProperty() {
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void callsOfThePluginAreWrittenDown() throws IOException {
        try (EmbeddedProxmox proxmox =
                        EmbeddedProxmox.builder().version(PveVersion.V9).start();
                RawClient client = RawClient.of(proxmox)) {
            client.get("/version");
            client.header("User-Agent", "proxmox-guests/1.0");
            client.get("/cluster/resources?type=vm");
            client.send("POST", "/api2/json/nodes/pve1/qemu/101/agent/exec", "command=a%20b&command=c");
        }

        assertThat(Files.readAllLines(directory.resolve("calls/calls-9.2.jsonl")))
                .containsExactly(
                        "{\"method\":\"GET\",\"path\":\"/cluster/resources\",\"params\":{\"type\":\"vm\"}}",
                        "{\"method\":\"POST\",\"path\":\"/nodes/pve1/qemu/101/agent/exec\","
                                + "\"params\":{\"command\":[\"a b\",\"c\"]}}");
    }
}

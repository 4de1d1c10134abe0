package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsoleTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101/";
    private static final String CACHE = "/nodes/pve1/lxc/201/";
    private static final String TICKET = "PVEVNC:[0-9A-F]{8}::.+";

    @Override
    protected EmbeddedProxmoxBuilder configure(EmbeddedProxmoxBuilder builder) {
        return builder.timeoutScale(0.001);
    }

    @Test
    void graphicalConsoleHasAPasswordOfItsOwn() throws IOException {
        JsonNode console = client.post(WEB + "vncproxy", "websocket", "1").data();
        assertThat(console.get("user").asText()).isEqualTo("root@pam!demo");
        assertThat(console.get("password").asText()).matches("[!-`]{8}");
        assertThat(console.get("ticket").asText())
                .startsWith(console.get("password").asText() + ":PVEVNC:");
        assertThat(console.get("port").asInt()).isBetween(5900, 5999);
        assertThat(console.get("cert").asText()).startsWith("-----BEGIN CERTIFICATE-----");
        String upid = console.get("upid").asText();
        assertThat(upid).contains(":vncproxy:101:");
        assertThat(proxmox.tasks().await(upid).exitStatus()).as("nobody came").contains("connection timed out");
    }

    @Test
    void serialConsoleNeedsNoPassword() throws IOException {
        guest(101).set("vga", "serial0");
        assertThat(client.post(WEB + "vncproxy").data().has("password")).isFalse();
        assertThat(client.post(WEB + "vncproxy", "generate-password", "1")
                        .data()
                        .has("password"))
                .isTrue();
        assertThat(client.post(CACHE + "vncproxy").data().has("password")).isFalse();
        assertThat(client.post(CACHE + "vncproxy", "websocket", "1").data().has("password"))
                .isTrue();
    }

    @Test
    void versionSevenTellsPasswordsOnlyWhenAsked() throws IOException {
        try (EmbeddedProxmox seven = EmbeddedProxmox.builder()
                        .version(PveVersion.V7)
                        .timeoutScale(0.001)
                        .start();
                RawClient caller = RawClient.of(seven)) {
            JsonNode plain = caller.post(WEB + "vncproxy", "websocket", "1").data();
            assertThat(plain.has("password")).isFalse();
            assertThat(plain.get("ticket").asText()).matches(TICKET);
            JsonNode asked =
                    caller.post(WEB + "vncproxy", "generate-password", "1").data();
            assertThat(asked.has("password")).isTrue();
            assertThat(asked.get("ticket").asText()).matches(TICKET);
        }
    }

    @Test
    void terminalHasATicketOnly() throws IOException {
        for (String path : new String[] {WEB, CACHE}) {
            JsonNode console = client.post(path + "termproxy").data();
            assertThat(console.get("ticket").asText()).matches(TICKET);
            assertThat(console.has("password")).isFalse();
            assertThat(console.has("cert")).isFalse();
        }
        assertThat(client.post(WEB + "termproxy", "serial", "serial9").error("serial"))
                .contains("value 'serial9' does not have a value in the enumeration");
    }

    @Test
    void stoppedGuestsHaveDoorsAllTheSame() throws IOException {
        assertThat(client.post("/nodes/pve2/qemu/102/vncproxy").status()).isEqualTo(200);
        assertThat(client.post("/nodes/pve2/qemu/102/spiceproxy").statusLine()).isEqualTo("500 VM 102 not running");
        assertThat(client.post("/nodes/pve2/lxc/202/spiceproxy").statusLine()).isEqualTo("500 CT 202 not running");
        assertThat(client.post("/nodes/pve1/qemu/999/vncproxy").statusLine())
                .isEqualTo("500 Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist");
    }

    @ParameterizedTest
    @EnumSource
    void spiceNeedsADisplayForIt(PveVersion version) throws IOException {
        try (EmbeddedProxmox other = EmbeddedProxmox.builder().version(version).start();
                RawClient caller = RawClient.of(other)) {
            assertThat(caller.post(WEB + "spiceproxy").statusLine()).isEqualTo("500 no spice port");
            other.cluster().guest(101).orElseThrow().set("vga", "qxl,memory=32");
            JsonNode viewer =
                    caller.post(WEB + "spiceproxy", "proxy", "pve.example").data();
            assertThat(viewer.get("type").asText()).isEqualTo("spice");
            assertThat(viewer.get("title").asText()).isEqualTo("VM 101 - web");
            assertThat(viewer.get("proxy").asText()).isEqualTo("http://pve.example:3128");
            assertThat(viewer.get("password").asText()).matches("[0-9a-f]{40}");
            assertThat(viewer.get("ca").asText()).contains("\\n").doesNotContain("\n");
            assertThat(caller.post(CACHE + "spiceproxy").data().get("title").asText())
                    .isEqualTo("CT 201");
        }
    }

    @Test
    void consolesNeedTheirPrivilege() throws IOException {
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/vms", "VM.Audit", "VM.PowerMgmt");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        for (String name : new String[] {"vncproxy", "termproxy", "spiceproxy"}) {
            assertThat(ci.post(WEB + name).statusLine())
                    .isEqualTo("403 Permission check failed (/vms/101, VM.Console)");
        }
        proxmox.access().grant("ci@pve", "/vms", "VM.Console");
        assertThat(ci.post(CACHE + "vncproxy").data().get("user").asText()).isEqualTo("ci@pve!t");
    }
}

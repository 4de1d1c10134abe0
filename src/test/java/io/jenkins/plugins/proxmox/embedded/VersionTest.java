package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VersionTest {
    private static final String CONFIG = "/nodes/pve2/qemu/102/config";

    private static EmbeddedProxmox start(PveVersion version) {
        return EmbeddedProxmox.builder().version(version).pace(0.1).start();
    }

    @ParameterizedTest
    @EnumSource(PveVersion.class)
    void versionIsTold(PveVersion version) throws IOException {
        try (EmbeddedProxmox proxmox = start(version);
                RawClient client = RawClient.of(proxmox)) {
            assertThat(client.get("/version").data().get("version").asText()).isEqualTo(version.version());
            assertThat(client.get("/version").data().get("release").asText()).isEqualTo(version.release());
        }
    }

    @Test
    void version7TellsErrorsInTheStatusLineOnly() throws IOException {
        try (EmbeddedProxmox proxmox = start(PveVersion.V7);
                RawClient client = RawClient.of(proxmox)) {
            RawReply missing = client.get("/nodes/pve1/qemu/999/config");
            assertThat(missing.statusLine())
                    .isEqualTo("500 Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist");
            assertThat(missing.text()).isEqualTo("{\"data\":null}");
            RawReply parameter = client.get("/nodes/pve1/qemu?foo=1");
            assertThat(parameter.json().has("message")).isFalse();
            assertThat(parameter.error("foo")).isNotEmpty();
            assertThat(client.send("GET", "/api2/json/version", "x=1").text()).isEmpty();
            assertThat(client.send("GET", "/api2/extjs/nodes/pve1/qemu/999/config", "")
                            .message())
                    .contains("does not exist");
        }
    }

    @Test
    void olderServersOfVersion8DoSoToo() throws IOException {
        try (EmbeddedProxmox proxmox =
                        EmbeddedProxmox.builder().withoutErrorTextInBody().start();
                RawClient client = RawClient.of(proxmox)) {
            assertThat(client.get("/nodes/pve1/qemu/999/config").text()).isEqualTo("{\"data\":null}");
        }
    }

    @Test
    void version7TellsWhyATokenIsRefused() throws IOException {
        try (EmbeddedProxmox proxmox = start(PveVersion.V7)) {
            assertThat(RawClient.withToken(proxmox, "root@pam!demo=00000000-0000-0000-0000-000000000000")
                            .get("/nodes")
                            .statusLine())
                    .isEqualTo("401 invalid token value!");
            assertThat(RawClient.withToken(proxmox, "root@pam!none=x")
                            .get("/nodes")
                            .statusLine())
                    .isEqualTo("401 no such token 'none' for user 'root@pam'");
        }
    }

    @Test
    void version7LacksWhatCameLater() throws IOException {
        try (EmbeddedProxmox proxmox = start(PveVersion.V7);
                RawClient client = RawClient.of(proxmox)) {
            assertThat(client.get("/nodes/pve1/lxc/201/interfaces").statusLine())
                    .isEqualTo("501 Method 'GET /nodes/pve1/lxc/201/interfaces' not implemented");
            assertThat(client.put("/pools", "poolid", "ci").status()).isEqualTo(501);
            assertThat(client.get("/pools?poolid=ci").error("poolid")).startsWith("property is not defined");
            assertThat(client.put("/pools/ci", "vms", "101").status()).isEqualTo(200);
            assertThat(client.post("/nodes/pve2/qemu/102/status/stop", "overrule-shutdown", "1")
                            .error("overrule-shutdown"))
                    .startsWith("property is not defined");
            assertThat(client.put(CONFIG, "ciupgrade", "0").error("ciupgrade")).startsWith("property is not defined");
            assertThat(client.put(CONFIG, "memory", "current=512").error("memory"))
                    .isEqualTo("type check ('integer') failed - got 'current=512'");
            assertThat(client.put(CONFIG, "memory", "8").error("memory"))
                    .isEqualTo("value must have a minimum value of 16");
            guestLockIsMissingInResources(proxmox, client);
        }
    }

    private static void guestLockIsMissingInResources(EmbeddedProxmox proxmox, RawClient client) throws IOException {
        proxmox.cluster().guest(102).orElseThrow().lock("backup");
        assertThat(client.get("/cluster/resources?type=vm").text()).doesNotContain("\"lock\"");
    }

    @Test
    void version7ResizesAtOnce() throws IOException {
        try (EmbeddedProxmox proxmox = start(PveVersion.V7);
                RawClient client = RawClient.of(proxmox)) {
            RawReply reply = client.put("/nodes/pve2/qemu/102/resize", "disk", "scsi0", "size", "+1G");

            assertThat(reply.data().isNull()).isTrue();
            assertThat(proxmox.tasks().all()).isEmpty();
            assertThat(proxmox.cluster().guest(102).orElseThrow().config().get("scsi0"))
                    .endsWith("size=3G");
            assertThat(client.put("/nodes/pve2/qemu/102/resize", "disk", "scsi0", "size", "1G")
                            .statusLine())
                    .isEqualTo("500 shrinking disks is not supported");
        }
    }

    @Test
    void version7JoinsWhatIsRepeatedAndKnowsNoJsonBooleansWhereItDoesNotForward() throws IOException {
        try (EmbeddedProxmox proxmox = start(PveVersion.V7);
                RawClient client = RawClient.of(proxmox)) {
            assertThat(client.send("PUT", "/api2/json" + CONFIG, "cores=1&cores=2")
                            .error("cores"))
                    .isEqualTo("type check ('integer') failed - got '1\0002'");
            assertThat(client.send("PUT", "/api2/json" + CONFIG, "{\"onboot\":true}", "Content-Type: application/json")
                            .status())
                    .isEqualTo(200);
            assertThat(client.send("PUT", "/api2/json" + CONFIG, "description=" + "x".repeat(64 * 1024))
                            .statusLine())
                    .isEqualTo("501 for data too large");
        }
    }

    @Test
    void version7DoesNotCheckBridges() throws IOException {
        try (EmbeddedProxmox proxmox = start(PveVersion.V7)) {
            proxmox.access()
                    .addUser("u@pve", "secret-user")
                    .grant("u@pve", "/vms", "VM.Clone", "VM.Allocate")
                    .grant("u@pve", "/storage", "Datastore.AllocateSpace");
            RawClient limited = RawClient.withToken(proxmox, proxmox.access().addToken("u@pve", "t", false));

            assertThat(limited.run("/nodes/pve1/qemu/9000/clone", "newid", "300")
                            .exitStatus())
                    .contains("OK");
        }
    }

    @Test
    void version9HasOtherPrivilegesForTheGuestAgent() throws IOException {
        try (EmbeddedProxmox proxmox = start(PveVersion.V9)) {
            proxmox.access().addUser("u@pve", "secret-user");
            RawClient limited = RawClient.withToken(proxmox, proxmox.access().addToken("u@pve", "t", false));
            String ping = "/nodes/pve1/qemu/101/agent/ping";

            assertThat(limited.post(ping).statusLine())
                    .isEqualTo("403 Permission check failed"
                            + " (/vms/101, VM.GuestAgent.Audit|VM.GuestAgent.Unrestricted)");
            proxmox.access().grant("u@pve", "/vms/101", "VM.GuestAgent.Audit");
            assertThat(limited.post(ping).status()).isEqualTo(200);
        }
    }

    @Test
    void version9CreatesUnprivilegedContainers() throws IOException {
        try (EmbeddedProxmox nine = start(PveVersion.V9);
                EmbeddedProxmox eight = start(PveVersion.V8)) {
            for (EmbeddedProxmox proxmox : new EmbeddedProxmox[] {nine, eight}) {
                RawClient.of(proxmox)
                        .run(
                                "/nodes/pve1/lxc",
                                "vmid",
                                "300",
                                "ostemplate",
                                "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst",
                                "storage",
                                "local-lvm");
            }
            assertThat(nine.cluster().guest(300).orElseThrow().config()).containsEntry("unprivileged", "1");
            assertThat(eight.cluster().guest(300).orElseThrow().config()).containsEntry("unprivileged", "0");
        }
    }
}

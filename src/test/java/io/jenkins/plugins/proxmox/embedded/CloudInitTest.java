package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CloudInitTest extends EmbeddedTest {
    private static final String WEB = "/nodes/pve1/qemu/101/";

    @Test
    void changesWaitUntilTheDriveIsWrittenAnew() throws IOException {
        guest(101).stopped().set("ciuser", "old").set("nameserver", "192.0.2.1").set("cipassword", "$5$x");
        guest(101).running();
        client.put(WEB + "config", "ciuser", "new", "ipconfig0", "ip=dhcp", "delete", "nameserver");

        assertThat(client.get(WEB + "cloudinit").data().toString())
                .isEqualTo("[{\"key\":\"cipassword\",\"value\":\"**********\"},"
                        + "{\"key\":\"ciuser\",\"value\":\"old\",\"pending\":\"new\"},"
                        + "{\"key\":\"ipconfig0\",\"pending\":\"ip=dhcp\"},"
                        + "{\"key\":\"nameserver\",\"delete\":1}]");
        assertThat(client.put(WEB + "cloudinit").data().isNull()).isTrue();
        assertThat(client.get(WEB + "cloudinit").data().toString())
                .isEqualTo("[{\"key\":\"cipassword\",\"value\":\"**********\"},"
                        + "{\"key\":\"ciuser\",\"value\":\"new\"}]");
    }

    @Test
    void versionSevenTellsInAnotherShape() throws IOException {
        try (EmbeddedProxmox seven =
                        EmbeddedProxmox.builder().version(PveVersion.V7).start();
                RawClient caller = RawClient.of(seven)) {
            caller.put(WEB + "config", "ciuser", "new");
            JsonNode changes = caller.get(WEB + "cloudinit").data();
            assertThat(changes.toString()).isEqualTo("{\"ciuser\":{\"new\":\"new\"}}");
            assertThat(caller.get("/nodes/pve2/qemu/102/cloudinit").data()).isEmpty();
        }
    }

    @Test
    void lockAndPrivilegeAreLookedAt() throws IOException {
        guest(101).lock("backup");
        assertThat(client.put(WEB + "cloudinit").statusLine()).isEqualTo("500 VM is locked (backup)");
        proxmox.access().addUser("ci@pve", "secret").grant("ci@pve", "/vms", "VM.Audit");
        RawClient ci = RawClient.withToken(proxmox, proxmox.access().addToken("ci@pve", "t", false));
        assertThat(ci.get(WEB + "cloudinit").status()).isEqualTo(200);
        assertThat(ci.put(WEB + "cloudinit").statusLine())
                .isEqualTo("403 Permission check failed (/vms/101, VM.Config.Cloudinit)");
    }
}

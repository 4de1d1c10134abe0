package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AddressTest extends EmbeddedTest {
    private static final String AGENT = "/nodes/pve1/qemu/101/agent/";
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void agentTellsAddressesByMac() throws IOException {
        assertThat(client.post(AGENT + "ping").data().toString()).isEqualTo("{\"result\":{}}");
        JsonNode interfaces =
                client.get(AGENT + "network-get-interfaces").data().get("result");

        assertThat(interfaces.get(0).get("name").asText()).isEqualTo("lo");
        JsonNode device = interfaces.get(1);
        String mac = guest(101).config().get("net0").replaceFirst("virtio=([^,]*),.*", "$1");
        assertThat(device.get("hardware-address").asText()).isEqualTo(mac.toLowerCase(Locale.ROOT));
        JsonNode address = device.get("ip-addresses").get(0);
        assertThat(address.get("ip-address").asText()).isEqualTo("10.0.0.101");
        assertThat(address.get("ip-address-type").asText()).isEqualTo("ipv4");
        assertThat(address.get("prefix").isInt()).isTrue();
    }

    @Test
    void agentThatIsNotConfiguredOrOffFails() throws IOException {
        assertThat(client.get("/nodes/pve2/qemu/102/agent/network-get-interfaces")
                        .statusLine())
                .isEqualTo("500 VM 102 is not running");
        guest(101).withoutGuestAgentDevice();
        assertThat(client.post(AGENT + "ping").statusLine()).isEqualTo("500 No QEMU guest agent configured");
        client.run("/nodes/pve1/qemu/101/status/suspend");
    }

    @Test
    void cloudInitGivesAnAddress() throws IOException {
        guest(9000).bootTime(Duration.ZERO);
        client.run("/nodes/pve1/qemu/9000/clone", "newid", "300");
        client.put("/nodes/pve1/qemu/300/config", "ipconfig0", "ip=10.66.66.150/16,gw=10.66.66.1");
        client.run("/nodes/pve1/qemu/300/status/start");

        JsonNode address = client.get("/nodes/pve1/qemu/300/agent/network-get-interfaces")
                .data()
                .at("/result/1/ip-addresses/0");
        assertThat(address.get("ip-address").asText()).isEqualTo("10.66.66.150");
        assertThat(address.get("prefix").asInt()).isEqualTo(16);
    }

    @Test
    void clonesHaveAddressesOfTheirOwn() throws IOException {
        client.run("/nodes/pve1/qemu/101/clone", "newid", "300");
        client.run("/nodes/pve1/qemu/101/clone", "newid", "301");

        assertThat(guest(300).addresses())
                .hasSize(1)
                .doesNotContainAnyElementsOf(guest(301).addresses())
                .doesNotContainAnyElementsOf(guest(101).addresses());
    }

    @Test
    void containerTellsAddressesInOtherWords() throws IOException {
        JsonNode device = client.get("/nodes/pve1/lxc/201/interfaces").data().get(1);

        assertThat(device.get("name").asText()).isEqualTo("eth0");
        assertThat(device.get("inet").asText()).isEqualTo("10.0.0.201/24");
        assertThat(device.get("hwaddr")).isEqualTo(device.get("hardware-address"));
        assertThat(device.at("/ip-addresses/0/ip-address").asText()).isEqualTo("10.0.0.201");
        assertThat(device.at("/ip-addresses/0/ip-address-type").asText()).isEqualTo("inet");
        assertThat(device.at("/ip-addresses/0/prefix").isTextual()).isTrue();
        assertThat(device.at("/ip-addresses/1/ip-address-type").asText()).isEqualTo("inet6");
    }

    @Test
    void freshContainerHasInterfacesWithoutAddressesAndAStoppedOneNone() throws IOException {
        assertThat(client.get("/nodes/pve2/lxc/202/interfaces").data().isNull()).isTrue();
        guest(202).bootTime(NEVER);
        client.run("/nodes/pve2/lxc/202/status/start");

        JsonNode device = client.get("/nodes/pve2/lxc/202/interfaces").data().get(1);
        assertThat(device.get("ip-addresses")).isEmpty();
        assertThat(device.has("inet")).isFalse();
        guest(202).bootTime(Duration.ZERO);
        assertThat(client.get("/nodes/pve2/lxc/202/interfaces").data().get(1).has("inet"))
                .isTrue();
    }

    @Test
    void agentRunsCommandsAndTellsTheOutcomeOnce() throws IOException {
        guest(101).shell((command, input) -> new GuestCommands.Result(3, String.join("|", command), "oops " + input));
        JsonNode started = client.send(
                        "POST",
                        "/api2/json" + AGENT + "exec",
                        "command=/bin/sh&command=-c&command=exit%203&input-data=in")
                .data();
        String status = AGENT + "exec-status?pid=" + started.get("pid").asInt();

        JsonNode outcome = client.get(status).data();
        assertThat(outcome.get("exited").asInt()).isEqualTo(1);
        assertThat(outcome.get("exitcode").asInt()).isEqualTo(3);
        assertThat(outcome.get("out-data").asText()).isEqualTo("/bin/sh|-c|exit 3");
        assertThat(outcome.get("err-data").asText()).isEqualTo("oops in");
        assertThat(client.get(status).statusLine()).isEqualTo("500 Agent error: Invalid parameter 'pid'");
    }

    @Test
    void agentWritesAndReadsFiles() throws IOException {
        assertThat(client.post(AGENT + "file-write", "file", "/tmp/x", "content", "hello")
                        .data()
                        .isNull())
                .isTrue();
        assertThat(client.get(AGENT + "file-read?file=/tmp/x").data().toString())
                .isEqualTo("{\"content\":\"hello\",\"bytes-read\":5}");
        assertThat(guest(101).files()).containsKey("/tmp/x");
        assertThat(client.get(AGENT + "file-read?file=/nope").message())
                .isEqualTo("Agent error: failed to open file '/nope' (mode: 'r'): No such file or directory\n");
    }
}

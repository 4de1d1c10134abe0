package io.jenkins.plugins.proxmox.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.ApiPath;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.guestagent.AgentLab;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AddressesOnServerTest {
    private static final ApiPath VM = ApiPath.of("nodes", "pve1", "qemu", 101);
    private static final ApiPath CONTAINER = ApiPath.of("nodes", "pve1", "lxc", 201);

    @ParameterizedTest
    @EnumSource
    void ofAVmAreThoseOfItsNics(PveVersion version) throws IOException {
        try (AgentLab lab = AgentLab.start(version)) {
            EmbeddedGuest guest = lab.proxmox.cluster().guest(101).orElseThrow();
            guest.set("net1", "model=e1000,macaddr=BC:24:11:00:00:02,bridge=vmbr0");
            guest.inside()
                    .addresses(0, "10.0.0.101/24", "2001:db8::101/64", "fe80::1/64")
                    .addresses(1, "10.0.1.101/24")
                    .addInterface("docker0", "02:42:5f:1c:aa:01", "172.17.0.1/16");
            GuestConfig config = GuestConfig.of(ask(lab, VM.and("config")));
            Addresses addresses = Addresses.of(
                    NetworkInterface.ofGuestAgent(ask(lab, VM.and("agent", "network-get-interfaces"))),
                    config.macAddresses());
            assertThat(addresses.all()).containsExactly("10.0.0.101", "10.0.1.101", "2001:db8::101");
            assertThat(addresses.ofNic(config.macAddresses().get(1))).containsExactly("10.0.1.101");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V8", "V9"})
    void ofAContainerAreThoseOfItsNicsWhileItRuns(PveVersion version) throws IOException {
        try (AgentLab lab = AgentLab.start(version)) {
            EmbeddedGuest guest = lab.proxmox.cluster().guest(201).orElseThrow();
            guest.inside().addInterface("docker0", "02:42:5f:1c:aa:01", "172.17.0.1/16");
            assertThat(ofContainer(lab)).containsExactly("10.0.0.201");
            guest.stopped();
            assertThat(ofContainer(lab)).isEmpty();
        }
    }

    private static List<String> ofContainer(AgentLab lab) {
        return Addresses.of(
                        NetworkInterface.ofContainer(ask(lab, CONTAINER.and("interfaces"))),
                        GuestConfig.of(ask(lab, CONTAINER.and("config"))).macAddresses())
                .all();
    }

    private static Reply ask(AgentLab lab, ApiPath path) {
        return lab.tasks.client().get(path);
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.network.NetworkInterface;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressesOfGuestsTest extends OnEveryRelease {
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void ofAVirtualMachineAreThoseOfItsNics() {
        lab.embedded(101)
                .inside()
                .addresses(0, "10.0.0.101/24", "2001:db8::101/64", "fe80::1/64")
                .addInterface("docker0", "02:42:5f:1c:aa:01", "172.17.0.1/16")
                .addInterface("veth5d1c0f2", "7e:11:22:33:44:55", "172.18.0.7/16")
                .addInterface("br-0a1b2c3d4e5f", "02:42:5f:1c:aa:02", "172.19.0.1/16");
        assertThat(lab.cluster.guests().get("web").addresses()).containsExactly("10.0.0.101", "2001:db8::101");
    }

    @Test
    void ofAContainerAreThoseOfItsNics() {
        String net0 = lab.embedded(201).config().get("net0");
        lab.embedded(201)
                .set("net0", net0.replace("ip=dhcp", "ip=10.0.0.42/24"))
                .inside()
                .addresses(0, "10.0.0.42/24")
                .addInterface("docker0", "02:42:5f:1c:aa:01", "172.17.0.1/16");
        assertThat(lab.cluster.guests().get("cache").addresses()).containsExactly("10.0.0.42");
    }

    @Test
    void ofAVirtualMachineWithoutNicsAreNotThoseOfContainerEngines() {
        lab.embedded(101)
                .inside()
                .addresses(0, "10.0.0.101/24")
                .addInterface("enp1s0", "aa:bb:cc:dd:ee:02", "10.0.1.5/24")
                .addInterface("docker0", "02:42:5f:1c:aa:01", "172.17.0.1/16")
                .addInterface("veth5d1c0f2", "7e:11:22:33:44:55", "172.18.0.7/16")
                .addInterface("br-0a1b2c3d4e5f", "02:42:5f:1c:aa:02", "172.19.0.1/16");
        Guest guest = lab.cluster.guests().get("web");
        assertThat(guest.addresses(new GuestConfig(Map.of())))
                .contains("10.0.1.5")
                .noneMatch(address -> address.startsWith("172."));
    }

    @Test
    void ofAVirtualMachineThatIsOffOrBootsCanNotBeToldYet() {
        assertFailure(
                Problem.WrongState.class,
                () -> lab.cluster.guests().get("build").addresses());
        lab.embedded(101).bootTime(NEVER);
        assertFailure(
                Problem.WrongState.class, () -> lab.cluster.guests().get("web").addresses());
    }

    @Test
    void ofAVirtualMachineWithoutGuestAgentNeverAreTold() {
        lab.embedded(101).withoutGuestAgentDevice();
        assertFailure(
                Problem.Unsupported.class, () -> lab.cluster.guests().get("web").addresses());
    }

    @Test
    void ofAContainerThatIsOffAreTheStaticOnes() {
        Guest tools = lab.cluster.guests().get("tools");
        assertThat(tools.addresses()).isEmpty();
        String net0 = lab.embedded(202).config().get("net0");
        lab.embedded(202).set("net0", net0.replace("ip=dhcp", "ip=10.0.0.43/24,ip6=2001:db8::43/64"));
        assertThat(tools.addresses()).containsExactly("10.0.0.43", "2001:db8::43");
    }

    @Test
    void interfacesOfAContainerAreToldSince81() {
        Container cache = lab.cluster.nodes().of("pve1").containers().get("cache");
        if (version == PveVersion.V7) {
            assertFailure(Problem.Unsupported.class, cache::interfaces);
        } else {
            assertThat(cache.interfaces()).extracting(NetworkInterface::name).containsExactly("lo", "eth0");
            assertThat(lab.cluster.guests().get("tools"))
                    .isInstanceOfSatisfying(
                            Container.class, off -> assertThat(off.interfaces()).isEmpty());
        }
    }
}

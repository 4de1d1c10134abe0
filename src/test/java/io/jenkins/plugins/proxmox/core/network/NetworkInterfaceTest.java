package io.jenkins.plugins.proxmox.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkInterfaceTest {
    private static final Optional<MacAddress> MAC = MacAddress.find("bc:24:11:62:05:a4");
    private static final InterfaceAddress IPV4 = new InterfaceAddress("10.66.66.91", OptionalInt.of(24));
    private static final InterfaceAddress IPV6 = new InterfaceAddress("fe80::be24:11ff:fe62:5a4", OptionalInt.of(64));

    @Test
    void isReadFromWhatTheGuestAgentTells() {
        assertThat(NetworkInterface.ofGuestAgent(Replies.of("""
                {"result":[
                {"name":"eth0","hardware-address":"bc:24:11:62:05:a4","ip-addresses":[
                    {"ip-address":"10.66.66.91","prefix":24,"ip-address-type":"ipv4"},
                    {"ip-address":"fe80::be24:11ff:fe62:5a4","prefix":64,"ip-address-type":"ipv6"},
                    {"ip-address":"unknown"},{}],"statistics":{"rx-bytes":5124}},
                {"name":"eth1","hardware-address":"bc:24:11:62:05:a4"},
                {"name":"wg0","hardware-address":"","ip-addresses":[{"ip-address":"10.8.0.2"}]},
                {}]}
                """)))
                .containsExactly(
                        new NetworkInterface("eth0", MAC, List.of(IPV4, IPV6)),
                        new NetworkInterface("eth1", MAC, List.of()),
                        new NetworkInterface(
                                "wg0",
                                Optional.empty(),
                                List.of(new InterfaceAddress("10.8.0.2", OptionalInt.empty()))),
                        new NetworkInterface("", Optional.empty(), List.of()));
    }

    @Test
    void ofAContainerIsReadFromWhatNewerReleasesTell() {
        assertThat(NetworkInterface.ofContainer(Replies.of("""
                [{"hwaddr":"bc:24:11:62:05:a4","name":"eth0","inet6":"fe80::be24:11ff:fe62:5a4/64",
                    "inet":"10.66.66.91/24","hardware-address":"bc:24:11:62:05:a4","ip-addresses":[
                    {"ip-address":"10.66.66.91","ip-address-type":"inet","prefix":"24"},
                    {"prefix":"64","ip-address-type":"inet6","ip-address":"fe80::be24:11ff:fe62:5a4"}]}]
                """)))
                .containsExactly(new NetworkInterface("eth0", MAC, List.of(IPV4, IPV6)));
    }

    @Test
    void ofAContainerIsReadFromWhatOlderReleasesTell() {
        assertThat(NetworkInterface.ofContainer(Replies.of("""
                [{"hwaddr":"bc:24:11:62:05:a4","inet":"10.66.66.91/24","inet6":"fe80::be24:11ff:fe62:5a4/64",
                    "name":"eth0"}]
                """)))
                .containsExactly(new NetworkInterface("eth0", MAC, List.of(IPV4, IPV6)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "{\"result\":{}}"})
    void isNoneIfNothingIsTold(String json) {
        assertThat(NetworkInterface.ofContainer(Replies.of(json))).isEmpty();
        assertThat(NetworkInterface.ofGuestAgent(Replies.of(json))).isEmpty();
    }
}

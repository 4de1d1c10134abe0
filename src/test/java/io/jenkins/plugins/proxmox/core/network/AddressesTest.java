package io.jenkins.plugins.proxmox.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import io.jenkins.plugins.proxmox.core.value.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private static final String MAC = "bc:24:11:44:a7:39";

    private static Addresses ofVirtualMachine(String json) {
        return Addresses.of(NetworkInterface.ofGuestAgent(Replies.of(json)), List.of(new MacAddress(MAC)));
    }

    private static Addresses ofContainer(String json, String mac) {
        return Addresses.of(NetworkInterface.ofContainer(Replies.of(json)), List.of(new MacAddress(mac)));
    }

    private static GuestConfig config(String json) {
        return GuestConfig.of(Replies.of(json));
    }

    @Nested
    class OfAVirtualMachine {
        @Test
        void areThoseThatOthersCanReach() {
            String interfaces = """
                {"result":[
                {"name":"lo","hardware-address":"00:00:00:00:00:00","ip-addresses":[
                    {"ip-address":"127.0.0.1","prefix":8,"ip-address-type":"ipv4"},
                    {"ip-address":"::1","prefix":128,"ip-address-type":"ipv6"}]},
                {"name":"eth0","hardware-address":"bc:24:11:44:a7:39","ip-addresses":[
                    {"ip-address":"2001:db8::120","prefix":64,"ip-address-type":"ipv6"},
                    {"ip-address":"fe80::be24:11ff:fe44:a739","prefix":64,"ip-address-type":"ipv6"},
                    {"ip-address":"10.66.66.120","prefix":24,"ip-address-type":"ipv4"}],
                    "statistics":{"rx-bytes":5124}},
                {"name":"docker0","hardware-address":"02:42:5f:1c:aa:01","ip-addresses":[
                    {"ip-address":"172.17.0.1","prefix":16,"ip-address-type":"ipv4"}]},
                {"name":"veth5d1c0f2","hardware-address":"7e:11:22:33:44:55","ip-addresses":[
                    {"ip-address":"fe80::7c11:22ff:fe33:4455","prefix":64,"ip-address-type":"ipv6"}]},
                {"name":"wg0","ip-addresses":[
                    {"ip-address":"10.8.0.2","prefix":24,"ip-address-type":"ipv4"}]}]}
                """;
            assertThat(ofVirtualMachine(interfaces).all()).containsExactly("10.66.66.120", "2001:db8::120");
        }

        @Test
        void areFoundWhateverCaseTheMacAddressIsIn() {
            String interfaces = """
                {"result":[{"name":"Ethernet","hardware-address":"BC:24:11:44:A7:39","ip-addresses":[
                    {"ip-address":"10.66.66.120","prefix":24,"ip-address-type":"ipv4"}]}]}
                """;
            assertThat(ofVirtualMachine(interfaces).all()).containsExactly("10.66.66.120");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "169.254.7.8",
                    "127.0.0.53",
                    "0.0.0.0",
                    "224.0.0.251",
                    "::1",
                    "::",
                    "fe80::1",
                    "fe80::1%eth0",
                    "ff02::fb",
                    "",
                    "example.invalid",
                    "300.1.1.1",
                    "localhost",
                    "10.0.0.5/24",
                })
        void areNoneThatOthersCantReach(String address) {
            String interfaces = "{\"result\":[{\"hardware-address\":\"" + MAC
                    + "\",\"ip-addresses\":[{\"ip-address\":\"" + address + "\"}]}]}";
            assertThat(ofVirtualMachine(interfaces).all()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "{\"result\":[]}",
                    "{\"result\":[{\"name\":\"eth0\",\"hardware-address\":\"bc:24:11:44:a7:39\"}]}",
                })
        void areNoneAsLongAsTheGuestHasNone(String json) {
            assertThat(ofVirtualMachine(json).all()).isEmpty();
        }
    }

    @Nested
    class OfAContainer {
        @Test
        void areReadOutOfTheListsOfPve84AndNewer() {
            String interfaces = """
                [{"hardware-address":"00:00:00:00:00:00","inet":"127.0.0.1/8","inet6":"::1/128","name":"lo",
                    "hwaddr":"00:00:00:00:00:00","ip-addresses":[
                    {"prefix":"8","ip-address-type":"inet","ip-address":"127.0.0.1"},
                    {"ip-address":"::1","ip-address-type":"inet6","prefix":"128"}]},
                {"hwaddr":"bc:24:11:62:05:a4","name":"eth0","inet6":"fe80::be24:11ff:fe62:5a4/64",
                    "inet":"10.66.66.91/24","hardware-address":"bc:24:11:62:05:a4","ip-addresses":[
                    {"ip-address":"10.66.66.91","ip-address-type":"inet","prefix":"24"},
                    {"ip-address":"10.66.66.92","ip-address-type":"inet","prefix":"24"},
                    {"prefix":"64","ip-address-type":"inet6","ip-address":"fe80::be24:11ff:fe62:5a4"}]}]
                """;
            assertThat(ofContainer(interfaces, "bc:24:11:62:05:a4").all())
                    .containsExactly("10.66.66.91", "10.66.66.92");
        }

        @Test
        void areReadOutOfTheOneAddressPerFamilyOfBefore() {
            String interfaces = """
                [{"hwaddr":"00:00:00:00:00:00","inet":"127.0.0.1/8","inet6":"::1/128","name":"lo"},
                {"hwaddr":"bc:24:11:62:05:a4","inet":"10.66.66.91/24","inet6":"2001:db8::91/64","name":"eth0"},
                {"hwaddr":"02:42:5f:1c:aa:01","inet":"172.17.0.1/16","name":"docker0"}]
                """;
            assertThat(ofContainer(interfaces, "bc:24:11:62:05:a4").all())
                    .containsExactly("10.66.66.91", "2001:db8::91");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "[]",
                    "[{\"ip-addresses\":[],\"hardware-address\":\"bc:24:11:44:a7:39\",\"name\":\"eth0\"}]",
                })
        void areNoneAsLongAsTheGuestHasNone(String json) {
            assertThat(ofContainer(json, MAC).all()).isEmpty();
        }
    }

    @Nested
    class OfSeveralNics {
        private static final MacAddress FIRST = new MacAddress("bc:24:11:00:00:01");
        private static final MacAddress SECOND = new MacAddress("bc:24:11:00:00:02");

        private final List<NetworkInterface> interfaces = NetworkInterface.ofGuestAgent(Replies.of("""
                {"result":[
                {"name":"eth1","hardware-address":"bc:24:11:00:00:02","ip-addresses":[
                    {"ip-address":"2001:db8::2"},{"ip-address":"10.0.0.2"}]},
                {"name":"eth0","hardware-address":"bc:24:11:00:00:01","ip-addresses":[
                    {"ip-address":"2001:db8::1"},{"ip-address":"10.0.0.1"}]},
                {"name":"br0","hardware-address":"bc:24:11:00:00:01","ip-addresses":[
                    {"ip-address":"10.0.0.1"},{"ip-address":"10.0.0.11"}]},
                {"name":"br-2f1f09f6ab4c","hardware-address":"bc:24:11:00:00:01","ip-addresses":[
                    {"ip-address":"172.18.0.1"}]},
                {"name":"wg0","ip-addresses":[{"ip-address":"10.8.0.2"}]},
                {"name":"docker0","hardware-address":"02:42:5f:1c:aa:01","ip-addresses":[
                    {"ip-address":"172.17.0.1"}]}]}
                """));

        @Test
        void areInTheOrderOfTheConfigurationIpv4First() {
            Addresses addresses = Addresses.of(interfaces, List.of(FIRST, SECOND));
            assertThat(addresses.all())
                    .containsExactly("10.0.0.1", "10.0.0.11", "10.0.0.2", "2001:db8::1", "2001:db8::2");
            assertThat(addresses.ipv4()).containsExactly("10.0.0.1", "10.0.0.11", "10.0.0.2");
            assertThat(addresses.ipv6()).containsExactly("2001:db8::1", "2001:db8::2");
            assertThat(addresses).hasToString("10.0.0.1, 10.0.0.11, 10.0.0.2, 2001:db8::1, 2001:db8::2");
        }

        @Test
        void areKnownByTheirNic() {
            Addresses addresses = Addresses.of(interfaces, List.of(FIRST, SECOND));
            assertThat(addresses.ofNic(SECOND)).containsExactly("10.0.0.2", "2001:db8::2");
            assertThat(addresses.ofNic(new MacAddress("bc:24:11:00:00:03"))).isEmpty();
        }

        @Test
        void areKnownByTheirNicIfTheyAreStatic() {
            Addresses addresses = Addresses.ofConfiguration(config("""
                    {"net0":"name=eth0,hwaddr=BC:24:11:00:00:01,ip=10.0.0.1/24,ip6=2001:db8::1/64",
                    "net1":"name=eth1,hwaddr=BC:24:11:00:00:02,ip=10.0.0.2/24"}
                    """));
            assertThat(addresses.all()).containsExactly("10.0.0.1", "10.0.0.2", "2001:db8::1");
            assertThat(addresses.ofNic(FIRST)).containsExactly("10.0.0.1", "2001:db8::1");
            assertThat(addresses.ofNic(SECOND)).containsExactly("10.0.0.2");
        }

        @Test
        void areThoseOfTheNicsInTheConfiguration() {
            GuestConfig config = config("""
                    {"net1":"virtio=BC:24:11:00:00:01,bridge=vmbr0","net0":"model=virtio,macaddr=BC:24:11:00:00:02"}
                    """);
            assertThat(Addresses.of(interfaces, config.macAddresses()).ipv4())
                    .containsExactly("10.0.0.2", "10.0.0.1", "10.0.0.11");
        }

        @Test
        void areAllButThoseOfContainerEnginesIfTheGuestHasNoNicsButADeviceOfTheNode() {
            Addresses addresses = Addresses.of(interfaces, List.of());
            assertThat(addresses.ipv4()).containsExactly("10.0.0.2", "10.0.0.1", "10.0.0.11", "10.8.0.2");
            assertThat(addresses.isEmpty()).isFalse();
        }
    }

    @Nested
    class OfAConfiguration {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            name=eth0,bridge=vmbr0,gw=10.66.66.1,ip=10.66.66.130/24         | 10.66.66.130
            ip6=2001:db8::5/64,gw6=2001:db8::1,name=eth0,ip=10.66.66.130/24 | 10.66.66.130 2001:db8::5
            name=eth0,ip=manual,ip6=2001:db8::5/64                          | 2001:db8::5
            name=eth0,ip=dhcp,ip6=auto                                      | ''
            name=eth0,bridge=vmbr0                                          | ''
            name=eth0,gw=10.66.66.1                                         | ''
            """)
        void areTheStaticOnes(String nic, String addresses) {
            assertThat(String.join(
                            " ",
                            Addresses.ofConfiguration(config("{\"net0\":\"" + nic + "\"}"))
                                    .all()))
                    .isEqualTo(addresses);
        }

        @Test
        void areThoseOfNicsOnly() {
            assertThat(Addresses.ofConfiguration(
                                    config("{\"description\":\"x,ip=10.66.66.130/24\",\"hostname\":\"ct-130\"}"))
                            .all())
                    .isEmpty();
        }

        @Test
        void beginWithTheFirstNicInWhateverOrderTheServerTellsThem() {
            GuestConfig config = config("""
                {"net10":"name=eth10,ip=10.0.10.5/24","net2":"name=eth2,ip=10.0.2.5/24",
                "net0":"name=eth0,ip=10.0.0.5/24"}
                """);
            assertThat(Addresses.ofConfiguration(config).all()).containsExactly("10.0.0.5", "10.0.2.5", "10.0.10.5");
        }
    }
}

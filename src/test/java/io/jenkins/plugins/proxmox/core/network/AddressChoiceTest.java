package io.jenkins.plugins.proxmox.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Replies;
import io.jenkins.plugins.proxmox.core.config.GuestConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressChoiceTest {
    private static final GuestConfig CONFIG = GuestConfig.of(Replies.of("""
            {"net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0","net2":"virtio=BC:24:11:00:00:02,bridge=vmbr1"}
            """));

    /** In an order that is nobody's choice. */
    private static final List<NetworkInterface> INTERFACES = NetworkInterface.ofGuestAgent(Replies.of("""
            {"result":[
            {"name":"lo","hardware-address":"00:00:00:00:00:00","ip-addresses":[
                {"ip-address":"127.0.0.1","prefix":8},{"ip-address":"::1","prefix":128}]},
            {"name":"docker0","hardware-address":"bc:24:11:00:00:01","ip-addresses":[
                {"ip-address":"172.17.0.1","prefix":16},{"ip-address":"127.0.0.9","prefix":8}]},
            {"name":"wg0","ip-addresses":[{"ip-address":"10.8.0.2","prefix":24}]},
            {"name":"eth1","hardware-address":"bc:24:11:00:00:02","ip-addresses":[
                {"ip-address":"fe80::2%eth1","prefix":64},
                {"ip-address":"2001:db8:2::5%eth1","prefix":64},
                {"ip-address":"192.168.7.5","prefix":24},
                {"ip-address":"127.0.0.7","prefix":8}]},
            {"name":"eth0","hardware-address":"bc:24:11:00:00:01","ip-addresses":[
                {"ip-address":"2001:DB8:1:0::5","prefix":64},
                {"ip-address":"169.254.3.4","prefix":16},
                {"ip-address":"10.0.0.5","prefix":24},
                {"ip-address":"10.0.0.6","prefix":24}]}]}
            """));

    private static String choose(String choice) {
        return AddressChoice.parse(choice)
                .choose(INTERFACES, CONFIG)
                .map(IpAddress::toString)
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            ''                                | 10.0.0.5
            ipv4                              | 10.0.0.5
            ipv6                              | 2001:db8:1::5
            ipv4-only                         | 10.0.0.5
            ipv6-only                         | 2001:db8:1::5
            net0                              | 10.0.0.5
            net2                              | 192.168.7.5
            net2 ipv6                         | 2001:db8:2::5
            IPv6, net2                        | 2001:db8:2::5
            net1                              | ''
            192.168.0.0/16                    | 192.168.7.5
            192.168.0.0/16 ipv6               | 192.168.7.5
            192.168.0.0/16 2001:db8:2::/64    | 192.168.7.5
            192.168.0.0/16,2001:db8::/32 ipv6 | 2001:db8:1::5
            10.0.0.6                          | 10.0.0.6
            net2 10.0.0.0/8                   | ''
            10.8.0.0/24                       | ''
            172.17.0.0/16                     | ''
            169.254.0.0/16                    | ''
            fe80::/10                         | ''
            127.0.0.0/8                       | 127.0.0.1
            127.0.0.0/16 ipv4-only            | 127.0.0.1
            ::1                               | ::1
            127.0.0.7                         | 127.0.0.7
            127.0.0.9                         | ''
            net2 127.0.0.0/8                  | 127.0.0.7
            net0 127.0.0.0/8                  | ''
            127.0.0.0/8 10.0.0.0/8            | 10.0.0.5
            0.0.0.0/0                         | 10.0.0.5
            0.0.0.0/0 net2                    | 192.168.7.5
            ::/0                              | 2001:db8:1::5
            """)
    void theBestOneIsChosen(String choice, String address) {
        assertThat(choose(choice)).isEqualTo(address);
    }

    @Test
    void loopbackIsNotWhatANetworkNamesThatContainsEverything() {
        List<NetworkInterface> loopback = INTERFACES.subList(0, 1);

        assertThat(AddressChoice.parse("0.0.0.0/0").choose(loopback, CONFIG)).isEmpty();
        assertThat(AddressChoice.parse("126.0.0.0/7").choose(loopback, CONFIG)).isEmpty();
        assertThat(AddressChoice.USUAL.choose(loopback, CONFIG)).isEmpty();
        assertThat(AddressChoice.parse("127.0.0.0/8").choose(loopback, CONFIG)).isPresent();
    }

    @Test
    void aContainerThatTellsNothingYetHasWhatItsConfigurationNames() {
        GuestConfig container = GuestConfig.of(Replies.of("""
                {"net0":"name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=10.0.0.50/24,ip6=2001:db8::50/64",
                "net1":"name=eth1,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=10.1.0.50/24"}
                """));

        assertThat(AddressChoice.USUAL.choose(List.of(), container)).contains(IpAddress.parse("10.0.0.50"));
        assertThat(AddressChoice.parse("ipv6").choose(List.of(), container)).contains(IpAddress.parse("2001:db8::50"));
        assertThat(AddressChoice.parse("net1").choose(List.of(), container)).contains(IpAddress.parse("10.1.0.50"));
        assertThat(AddressChoice.parse("net1 ipv6-only").choose(List.of(), container))
                .isEmpty();
        assertThat(AddressChoice.USUAL.choose(INTERFACES, container))
                .as("what it tells is newer")
                .contains(IpAddress.parse("10.0.0.5"));
    }

    @Test
    void aGuestWithoutNicsOfTheClusterMayHaveADeviceOfItsNode() {
        GuestConfig none = GuestConfig.of(Replies.of("{}"));

        assertThat(AddressChoice.parse("192.168.0.0/16").choose(INTERFACES, none))
                .contains(IpAddress.parse("192.168.7.5"));
        assertThat(AddressChoice.parse("net0").choose(INTERFACES, none)).isEmpty();
        assertThatThrownBy(() -> AddressChoice.parse("net0").check(none))
                .hasMessage("'net0' chooses no address: the guest has no NIC");
    }

    @Test
    void aNicThatIsNotThereIsToldBefore() {
        assertThatThrownBy(() -> AddressChoice.parse("net1").check(CONFIG))
                .hasMessage("'net1' chooses no address: the guest has no such NIC, but net0, net2");
        AddressChoice.parse("net2").check(CONFIG);
        AddressChoice.USUAL.check(CONFIG);
    }

    @Test
    void peopleAreToldWhatThereIs() {
        assertThat(AddressChoice.parse("net2 172.16.0.0/12").obstacle(INTERFACES, CONFIG))
                .isEqualTo("the guest has only 192.168.7.5, 2001:db8:2::5, asked for is net2 172.16.0.0/12");
        assertThat(AddressChoice.USUAL.obstacle(List.of(), CONFIG))
                .isEqualTo("the guest tells no address that others can reach");
    }

    @Test
    void anotherFamilyMayBeWorthAWait() {
        AddressChoice choice = AddressChoice.parse("ipv6");

        assertThat(choice.isFirstChoice(IpAddress.parse("2001:db8::5"))).isTrue();
        assertThat(choice.isFirstChoice(IpAddress.parse("10.0.0.5"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "net0", "net31 ipv6-only", "ipv6 10.0.0.0/8 2001:db8::/32", "net2 ipv4-only 127.0.0.0/8"})
    void whatItTellsCanBeReadAgain(String text) {
        assertThat(AddressChoice.parse(text)).hasToString(text);
    }

    @Test
    void whatIsUsualNeedNotBeTold() {
        assertThat(AddressChoice.parse("  IPv4 10.1.2.3/8 NET0 ")).hasToString("net0 10.0.0.0/8");
        assertThat(AddressChoice.parse(" ")).isEqualTo(AddressChoice.USUAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            net32                  | 'net32' chooses no address: guests have net0 to net31
            net0 net1              | 'net1' chooses no address: there can be one NIC and one family
            ipv4 ipv6              | 'ipv6' chooses no address: there can be one NIC and one family
            eth0                   | 'eth0' is no network; expected is one as in 192.0.2.0/24 or 2001:db8::/64
            ipv4-only 2001:db8::/32 | '2001:db8::/32' chooses no address: no address of it would do, since ipv4-only was asked for
            """)
    void nothingElseIsAChoice(String text, String message) {
        assertThatThrownBy(() -> AddressChoice.parse(text)).hasMessage(message);
    }
}

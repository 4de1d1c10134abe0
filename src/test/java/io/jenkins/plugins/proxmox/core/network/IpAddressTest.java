package io.jenkins.plugins.proxmox.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.5, 192.0.2.5",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "' 192.0.2.05 ', 192.0.2.5",
        "2001:DB8:0:0::5, 2001:db8::5",
        "2001:db8::0:1, 2001:db8::1",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::ffff:192.0.2.5, 192.0.2.5",
    })
    void isTheSameHoweverItIsWritten(String text, String usual) {
        assertThat(IpAddress.parse(text)).hasToString(usual).isEqualTo(IpAddress.parse(usual));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "192.0.2", "192.0.2.256", "192.0.2.5/24", "fe80::1%eth0", "2001:db8:::5", "5"})
    void isNoNameAndHasNoZone(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .hasMessage("'" + text + "' is no IP address; expected is one as in 192.0.2.5 or 2001:db8::5");
    }

    @Test
    void aZoneThatAGuestTellsIsLeftOut() {
        assertThat(IpAddress.find("fe80::1%eth0")).contains(IpAddress.parse("fe80::1"));
    }

    @Test
    void hasNoMoreBitsThanItsFamily() {
        assertThatThrownBy(() -> new IpAddress(AddressFamily.IPV4, BigInteger.ONE.shiftLeft(32)))
                .hasMessage("4294967296 is no number of an address");
        assertThatThrownBy(() -> new IpAddress(AddressFamily.IPV6, BigInteger.ONE.negate()))
                .hasMessage("-1 is no number of an address");
    }

    @Test
    void isSortedByNumber() {
        assertThat(Stream.of("2001:db8::1", "10.0.0.10", "9.0.0.200", "10.0.0.9")
                        .map(IpAddress::parse)
                        .sorted())
                .extracting(IpAddress::toString)
                .containsExactly("9.0.0.200", "10.0.0.9", "10.0.0.10", "2001:db8::1");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.0.0.0, true",
        "10.0.0.5, 10.0.0.5, true",
        "10.0.0.5, 10.0.0.6, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
        "2001:db8::/64, 2001:db8:0:1::, false",
        "::/0, 10.0.0.5, false",
    })
    void aSubnetContainsWhatBeginsLikeIt(String subnet, String address, boolean contains) {
        assertThat(Subnet.parse(subnet).contains(IpAddress.parse(address))).isEqualTo(contains);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.0.0.0/8, true",
        "127.0.0.0/8, 127.1.0.0/16, true",
        "127.0.0.0/8, 0.0.0.0/0, false",
        "127.0.0.0/8, 126.0.0.0/9, false",
        "127.0.0.0/8, ::/64, false",
    })
    void aSubnetContainsSmallerOnes(String subnet, String other, boolean contains) {
        assertThat(Subnet.parse(subnet).contains(Subnet.parse(other))).isEqualTo(contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/", "10.0.0.0/24/8", "10.0.0.0/x", "lan/8", "fe80::%1/64", "10.0.0.0/-1"})
    void aSubnetIsNothingElse(String text) {
        assertThatThrownBy(() -> Subnet.parse(text))
                .hasMessage("'" + text + "' is no network; expected is one as in 192.0.2.0/24 or 2001:db8::/64");
    }

    @Test
    void aSubnetHasNoLongerPrefixThanItsFamily() {
        assertThat(Subnet.parse("10.1.2.3/8")).hasToString("10.0.0.0/8");
        assertThatThrownBy(() -> Subnet.parse("10.0.0.0/33"))
                .hasMessage("'10.0.0.0/33' is no network: the prefix length can be 0 to 32");
        assertThatThrownBy(() -> Subnet.parse("2001:db8::/129"))
                .hasMessage("'2001:db8::/129' is no network: the prefix length can be 0 to 128");
    }
}

package io.jenkins.plugins.proxmox.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.50-10.0.0.99/24, 10.0.0.50-10.0.0.99/24, 50",
        "' 10.0.0.50 - 10.0.0.99 / 24 ', 10.0.0.50-10.0.0.99/24, 50",
        "10.0.0.0/24, 10.0.0.1-10.0.0.254/24, 254",
        "10.0.0.0-10.0.0.255/24, 10.0.0.1-10.0.0.254/24, 254",
        "10.0.0.0-10.0.0.255/16, 10.0.0.1-10.0.0.255/16, 255",
        "10.0.0.50/24, 10.0.0.50/24, 1",
        "10.0.0.0/30, 10.0.0.1-10.0.0.2/30, 2",
        "10.0.0.0/31, 10.0.0.0-10.0.0.1/31, 2",
        "10.0.0.7/32, 10.0.0.7/32, 1",
        "255.255.255.254/31, 255.255.255.254-255.255.255.255/31, 2",
        "2001:db8::50-2001:DB8::5f/64, 2001:db8::50-2001:db8::5f/64, 16",
        "2001:db8::/126, 2001:db8::1-2001:db8::3/126, 3",
        "2001:db8::/64, 2001:db8::1-2001:db8::ffff:ffff:ffff:ffff/64, 9223372036854775807",
        "2001:db8::4/127, 2001:db8::4-2001:db8::5/127, 2",
    })
    void hasTheAddressesThatGuestsCanHave(String text, String usual, long size) {
        AddressRange range = AddressRange.parse(text);

        assertThat(range).hasToString(usual);
        assertThat(range.size()).isEqualTo(size);
        assertThat(AddressRange.parse(usual)).isEqualTo(range);
        assertThat(range.addresses().limit(300).count()).isEqualTo(Math.min(size, 300));
        assertThat(range.addresses().limit(300)).allMatch(range::contains).startsWith(range.first());
    }

    @Test
    void containsNothingElse() {
        AddressRange range = AddressRange.parse("10.0.0.50-10.0.0.51/24");

        assertThat(range.contains(IpAddress.parse("10.0.0.49"))).isFalse();
        assertThat(range.contains(IpAddress.parse("10.0.0.52"))).isFalse();
        assertThat(range.contains(IpAddress.parse("::a00:32"))).isFalse();
        assertThat(range.addresses()).extracting(IpAddress::toString).containsExactly("10.0.0.50", "10.0.0.51");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.50-10.0.0.99           | the prefix length of the network is missing
            10.0.0.50-10.0.0.99/24/8      | the prefix length of the network is missing
            10.0.0.50-10.0.0.99/x         | the prefix length of the network is missing
            10.0.0.50-99/24               | expected is one as in 10.0.0.50-10.0.0.99/24
            10.0.0.1-10.0.0.2-10.0.0.3/24 | expected is one as in 10.0.0.50-10.0.0.99/24
            first-last/24                 | expected is one as in 10.0.0.50-10.0.0.99/24
            fe80::1%eth0/64               | expected is one as in 10.0.0.50-10.0.0.99/24
            /24                           | expected is one as in 10.0.0.50-10.0.0.99/24
            10.0.0.99-10.0.0.50/24        | the lower address has to be the first one
            10.0.0.50-10.0.1.9/24         | not all of these are in the network 10.0.0.0/24
            10.0.0.50-2001:db8::1/24      | both have to be IPv4 or both IPv6 addresses
            10.0.0.50-10.0.0.99/33        | the prefix length can be 1 to 32
            10.0.0.50-10.0.0.99/0         | the prefix length can be 1 to 32
            10.0.0.50/99                  | the prefix length can be 1 to 32
            2001:db8::1/129               | the prefix length can be 1 to 128
            10.0.0.255/24                 | no guest can have the first or last address of its network
            10.0.0.0-10.0.0.0/24          | no guest can have the first or last address of its network
            """)
    void isNothingElse(String text, String why) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .hasMessageContaining("is no range of addresses: ")
                .hasMessageContaining(why);
    }

    @Test
    void thereMayBeSeveralOfOneFamily() {
        assertThat(AddressRange.list("10.0.0.50-10.0.0.99/24, 10.0.1.0/24,"))
                .extracting(AddressRange::toString)
                .containsExactly("10.0.0.50-10.0.0.99/24", "10.0.1.1-10.0.1.254/24");
        assertThatThrownBy(() -> AddressRange.list("10.0.0.50/24, 2001:db8::5/64"))
                .hasMessage("'10.0.0.50/24, 2001:db8::5/64' is no range of addresses:"
                        + " all of them have to be IPv4 or all IPv6 addresses");
        assertThatThrownBy(() -> AddressRange.list(" , ")).hasMessageContaining("expected is one as in");
    }
}

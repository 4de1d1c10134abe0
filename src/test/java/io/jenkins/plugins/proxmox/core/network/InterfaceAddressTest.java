package io.jenkins.plugins.proxmox.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.5/24, 192.0.2.5, IPV4, 24",
        "192.0.2.5, 192.0.2.5, IPV4, ",
        "192.0.2.5/33, 192.0.2.5, IPV4, ",
        "192.0.2.5/x, 192.0.2.5, IPV4, ",
        "2001:db8::5/64, 2001:db8::5, IPV6, 64",
        "::ffff:192.0.2.5/128, ::ffff:192.0.2.5, IPV6, 128",
        "fe80::1%eth0/64, fe80::1%eth0, IPV6, 64",
    })
    void isReadWithOrWithoutThePrefixLength(String text, String address, AddressFamily family, Integer prefix) {
        Optional<InterfaceAddress> found = InterfaceAddress.find(text);
        assertThat(found.map(InterfaceAddress::address)).contains(address);
        assertThat(found.map(InterfaceAddress::family)).contains(family);
        assertThat(found.map(InterfaceAddress::prefixLength))
                .contains(prefix == null ? OptionalInt.empty() : OptionalInt.of(prefix));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/24",
                "localhost",
                "example.invalid",
                "256.0.0.1",
                "1.2.3",
                "::g",
                ".:",
                ":::",
                "1.2.3.4%eth0",
                "12345",
                "fe80",
            })
    void isNoneIfItIsNoAddress(String text) {
        assertThat(InterfaceAddress.find(text)).isEmpty();
    }

    @Test
    void refusesANameWithoutLookingItUp() {
        assertThatThrownBy(() -> new InterfaceAddress("example.invalid", OptionalInt.empty()))
                .isInstanceOfSatisfying(
                        ProxmoxException.class,
                        e -> assertThat(e.is(Problem.Parameter.class)).isTrue())
                .hasMessage("'example.invalid' is no IP address; expected is one as in 192.0.2.5 or 2001:db8::5, not a"
                        + " name");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.5, 33, 32", "192.0.2.5, -1, 32", "2001:db8::5, 129, 128"})
    void refusesAPrefixLengthThatTheAddressCantHave(String address, int prefix, int longest) {
        assertThatThrownBy(() -> new InterfaceAddress(address, OptionalInt.of(prefix)))
                .hasMessage(prefix + " is no prefix length of " + address + "; expected is 0 to " + longest);
    }

    @Test
    void isWrittenWithItsPrefixLength() {
        assertThat(new InterfaceAddress("192.0.2.5", OptionalInt.of(24))).hasToString("192.0.2.5/24");
        assertThat(new InterfaceAddress("192.0.2.5", OptionalInt.empty())).hasToString("192.0.2.5");
    }
}

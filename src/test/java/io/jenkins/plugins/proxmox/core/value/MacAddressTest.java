package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
    @ParameterizedTest
    @CsvSource({
        "BC:24:11:44:A7:39, BC:24:11:44:A7:39",
        "bc:24:11:30:3e:c0, BC:24:11:30:3E:C0",
        "' 02:00:00:00:00:0f ', 02:00:00:00:00:0F",
        "00:00:00:00:00:00, 00:00:00:00:00:00",
    })
    void isWrittenAsProxmoxWritesIt(String text, String mac) {
        assertThat(new MacAddress(text)).hasToString(mac).isEqualTo(new MacAddress(mac));
        assertThat(MacAddress.find(text)).map(MacAddress::text).contains(mac);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BC:24:11:44:A7",
                "BC:24:11:44:A7:39:00",
                "BC-24-11-44-A7-39",
                "BC2411-44A739",
                "BC:24:11:44:A7:3G",
                "01:00:5E:00:00:01",
                "FF:FF:FF:FF:FF:FF",
                "BD:24:11:44:A7:39",
            })
    void refusesAnythingElse(String text) {
        assertRefused(
                "mac",
                () -> new MacAddress(text),
                "'" + text + "' is no MAC address of a NIC",
                "six pairs of hexadecimal digits",
                "second digit even");
        assertThat(MacAddress.find(text)).isEmpty();
    }
}

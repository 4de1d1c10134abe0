package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.VmId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestReferenceTest {
    @ParameterizedTest
    @CsvSource({"101, 101", "' 999999999 ', 999999999"})
    void takesDigitsForAVmid(String text, int number) {
        assertThat(GuestReference.parse("guest", text)).isEqualTo(new GuestReference.ByVmId(new VmId(number)));
    }

    @ParameterizedTest
    @CsvSource({"web, web", "' web.example.com ', web.example.com", "101a, 101a", "tags, tags"})
    void takesADnsNameForAName(String text, String name) {
        assertThat(GuestReference.parse("guest", text)).isEqualTo(new GuestReference.ByName(name));
    }

    @ParameterizedTest
    @CsvSource({"tag:debian, debian", "tag: Debian_12+x.y-z , debian_12+x.y-z", "tag:101, 101"})
    void takesAPrefixForATagInLowerCase(String text, String tag) {
        assertThat(GuestReference.parse("guest", text)).isEqualTo(new GuestReference.NewestWithTag(tag));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void refusesNothingAtAll(String text) {
        assertRefused(
                "template",
                () -> GuestReference.parse("template", text),
                "No template is given",
                "expected is a VMID, a name or tag:NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web_1", "a b", "web/1", "-101", "büro"})
    void refusesWhatIsNeitherNumberNorName(String text) {
        assertRefused(
                "template",
                () -> GuestReference.parse("template", text),
                "'" + text + "'",
                "expected is a number from 100 on, a DNS name, or tag:NAME");
    }

    @ParameterizedTest
    @CsvSource({"99, '99'", "1000000000, '1000000000'", "tag:, ''", "tag:a b, 'a b'", "tag:-a, '-a'", "tag:a:b, 'a:b'"})
    void refusesABadNumberOrTagUnderTheNameOfTheParameterThatHadIt(String text, String value) {
        assertRefused("template", () -> GuestReference.parse("template", text), "'" + value + "'", "expected");
    }
}

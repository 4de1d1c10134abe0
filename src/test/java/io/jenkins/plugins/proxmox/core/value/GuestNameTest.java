package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestNameTest {
    private static final String LONGEST_LABEL = "a".repeat(63);

    @ParameterizedTest
    @ValueSource(strings = {"a", "web", "Web-1", "9", "xn--bcher-kva", "web.example.com", "a--b"})
    void takesADnsName(String text) {
        assertThat(new GuestName(" " + text + " ").text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "web_1", "-web", "web-", "web.", ".web", "web..com", "a b", "büro", "web.-a", "web/1"})
    void refusesAnythingElse(String text) {
        assertRefused("name", () -> new GuestName(text), "'" + text + "'", "expected is a DNS name");
    }

    @Test
    void takes63CharactersBetweenDotsAndNoMore() {
        assertThat(new GuestName(LONGEST_LABEL + ".com").text()).hasSize(67);
        assertRefused("name", () -> new GuestName(LONGEST_LABEL + "a.com"), "63 characters");
    }

    @Test
    void takes253CharactersAndNoMore() {
        String name = String.join(".", LONGEST_LABEL, LONGEST_LABEL, LONGEST_LABEL, "b".repeat(61));
        assertThat(new GuestName(name).text()).hasSize(253);
        assertRefused("name", () -> new GuestName(name + "b"), name + "b");
    }
}

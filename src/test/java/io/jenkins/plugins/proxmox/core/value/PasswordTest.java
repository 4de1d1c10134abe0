package io.jenkins.plugins.proxmox.core.value;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    @Test
    void isToldToThoseWhoAskOnly() {
        Password password = new Password("s3cret");
        assertThat(password.reveal()).isEqualTo("s3cret");
        assertThat(password.toString()).doesNotContain("s3cret").isEqualTo("********");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abcd"})
    void hasFiveCharactersAtLeast(String text) {
        assertRefused("password", () -> new Password(text), "has " + text.length() + " characters", "at least 5");
        assertThat(new Password("abcde").reveal()).hasSize(5);
    }

    @Test
    void isNotToldByItsRefusal() {
        assertRefused("password", () -> new Password("abcd"), "The password has 4 characters; expected are at least 5");
        assertThatThrownBy(() -> new Password("abcd")).hasMessageNotContaining("abcd");
    }
}

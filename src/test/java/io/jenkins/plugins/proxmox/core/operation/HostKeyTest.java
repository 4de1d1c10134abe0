package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeyTest {
    @Test
    void aFileHoldsTypeKeyAndComment() {
        HostKey key = HostKey.find(SomeHostKeys.ED25519 + " root@debian\n").orElseThrow();

        assertThat(key.type()).isEqualTo("ssh-ed25519");
        assertThat(key).hasToString(SomeHostKeys.ED25519);
        assertThat(key.fingerprint()).isEqualTo(SomeHostKeys.ED25519_FINGERPRINT);
        assertThat(HostKey.find(SomeHostKeys.ECDSA + "\r\n")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "ssh-ed25519",
                "ssh-rsa " + SomeHostKeys.ED25519_KEY,
                "ssh-ed25519 !!!!",
                "ssh-ed25519 AAAA",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA"
            })
    void anythingElseIsNone(String text) {
        assertThat(HostKey.find(text)).isEmpty();
    }

    @Test
    void aKeyThatIsNotYetWrittenToItsEndIsNone() {
        for (int end = SomeHostKeys.ED25519.length() - 1; end > 0; end--) {
            assertThat(HostKey.find(SomeHostKeys.ED25519.substring(0, end)))
                    .as("the first %s characters", end)
                    .isEmpty();
        }
    }
}

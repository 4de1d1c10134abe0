package io.jenkins.plugins.proxmox.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedProxmoxMainTest {
    @Test
    void tellsHowToReachItAndWhatIsThere() {
        try (EmbeddedProxmox proxmox = EmbeddedProxmoxMain.builder(List.of("--port", "0", "--version", "9"))
                .start()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            EmbeddedProxmoxMain.describe(proxmox, new PrintStream(bytes, true, StandardCharsets.UTF_8));

            assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                    .containsExactly(
                            "URL " + proxmox.url(),
                            "FINGERPRINT " + proxmox.fingerprint(),
                            "TOKEN " + proxmox.token(),
                            "LOGIN root@pam embedded-root",
                            "GUEST 101 vm web pve1 guest running",
                            "GUEST 102 vm build pve2 guest stopped",
                            "GUEST 201 container cache pve1 guest running",
                            "GUEST 202 container tools pve2 guest stopped",
                            "GUEST 9000 vm debian-12 pve1 template stopped",
                            "GUEST 9001 container debian-ct pve1 template stopped");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--version 6, --version needs 7; 8 or 9; not 6",
        "--port x, --port needs a number from 0 to 65535; not x",
        "--port 70000, --port needs a number from 0 to 65535; not 70000",
        "--port, --port needs a value",
        "--nope, unknown argument --nope; known: --port N; --version 7|8|9"
    })
    void badArgumentsAreExplainedInOneLine(String arguments, String text) {
        assertThatThrownBy(() -> EmbeddedProxmoxMain.builder(List.of(arguments.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text.replace(";", ","));
    }
}

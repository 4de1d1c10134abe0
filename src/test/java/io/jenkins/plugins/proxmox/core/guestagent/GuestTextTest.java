package io.jenkins.plugins.proxmox.core.guestagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Replies;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestTextTest {
    @ParameterizedTest
    @CsvSource({"eth0, eth0", "NetzbrÃ¼cke, Netzbrücke", "Netzbrücke, Netzbrücke", "以太网, 以太网", "'', ''"})
    void isWhatTheGuestMeant(String arrived, String meant) {
        assertThat(GuestText.decoded(arrived)).isEqualTo(meant);
    }

    @Test
    void isMeantInTheFactsOfAGuest() {
        OsInfo info = OsInfo.of(Replies.of("{\"id\":\"mswindows\",\"name\":\"FenÃªtres\",\"version\":\" \"}"));
        assertThat(info.isWindows()).isTrue();
        assertThat(info.name()).contains("Fenêtres");
        assertThat(info.version()).isEmpty();
        assertThat(info.kernel()).isEmpty();
    }

    @Test
    void isTheBytesThatTheGuestGave() {
        assertThat(GuestText.bytes("\u0000\u007f\u0080\u00ff"))
                .containsExactly((byte) 0, (byte) 0x7f, (byte) 0x80, (byte) 0xff);
        assertThat(GuestText.of(new byte[] {0, 0x7f, (byte) 0x80, (byte) 0xff})).isEqualTo("\u0000\u007f\u0080\u00ff");
        assertThat(GuestText.bytes("世")).isEqualTo("世".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"thawed, THAWED", "frozen, FROZEN", "melting, UNKNOWN", "'', UNKNOWN"})
    void canBeTheStateOfFileSystems(String text, FreezeState state) {
        assertThat(FreezeState.of(text)).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"exited\":1}", "{\"exitcode\":\"x\",\"out-data\":null}"})
    void mayTellNothingOfAResult(String json) {
        CommandResult result = CommandResult.of(Replies.of(json));
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.out().bytes()).isEmpty();
        assertThat(result).hasToString("ended");
    }
}

package io.jenkins.plugins.proxmox.core.guestagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobViewTest {
    private static JobView view(String out, String err) {
        return JobView.of(new CommandResult(
                OptionalLong.of(0),
                OptionalLong.empty(),
                new CommandOutput(out.getBytes(StandardCharsets.ISO_8859_1), false),
                new CommandOutput(err.getBytes(StandardCharsets.UTF_8), false)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXITED")
    void tellsTheState(JobView.State state) {
        JobView view = view(state.name().toLowerCase(Locale.ROOT) + "\n", "");
        assertThat(view.state()).isEqualTo(state);
        assertThat(view.exitCode()).isEmpty();
        assertThat(view.piece()).isEmpty();
    }

    @Test
    void tellsTheExitCodeAndGivesTheVeryBytes() {
        JobView view = view("exit 137\r\na\0\n\u00e9", "");
        assertThat(view.state()).isEqualTo(JobView.State.EXITED);
        assertThat(view.exitCode()).hasValue(137);
        assertThat(view.piece()).containsExactly('a', 0, '\n', 0xE9);
        assertThat(view).hasToString("EXITED 137, 4 bytes");
    }

    @Test
    void refusesAnythingElse() {
        assertThatThrownBy(() -> view("", "sh: head: not found\n"))
                .hasMessage("looking after it inside the guest gave exit code 0: sh: head: not found");
        assertThatThrownBy(() -> view("exit soon\n", "")).hasMessageStartingWith("looking after it");
        assertThatThrownBy(() -> view("hello\n", "")).hasMessageStartingWith("looking after it");
    }
}

package io.jenkins.plugins.proxmox.core.guestagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestCommandTest {
    @Test
    void hasItsWordsAndItsInput() {
        GuestCommand command = GuestCommand.of("ls", "-l", "/tmp").withInput("x");
        assertThat(command.words()).containsExactly("ls", "-l", "/tmp");
        assertThat(command.input()).hasValueSatisfying(it -> assertThat(it).containsExactly('x'));
        assertThat(GuestCommand.of("ls").input()).isEmpty();
    }

    @Test
    void showsNoneOfItsArguments() {
        assertThat(GuestCommand.of("login", "--password", "hunter2").withInput("hunter3"))
                .hasToString("login");
    }

    @Test
    void takesAsMuchInputAsTheApi() {
        assertThat(GuestCommand.of("cat").withInput(new byte[65_536]).input()).isPresent();
        Refusals.assertRefused(
                "input",
                () -> GuestCommand.of("cat").withInput(new byte[65_537]),
                "an input of 65537 bytes is too big; expected are 65536 at most, more can be written to a file");
    }

    @Nested
    class IsRefused {
        @Test
        void withoutAProgram() {
            String message = "the command names no program; expected is a program and its arguments";
            Refusals.assertRefused("command", () -> GuestCommand.of(List.of()), message);
            Refusals.assertRefused("command", () -> GuestCommand.of(" ", "x"), message);
        }

        @ParameterizedTest
        @ValueSource(strings = {"ls -l", "a,b", "a;b", "a\tb"})
        void asOneWordThatPve7WouldSplit(String word) {
            Refusals.assertRefused(
                    "command",
                    () -> GuestCommand.of(word),
                    "'" + word + "' is one word, which PVE 7 would split",
                    "expected are the program and each argument as words of their own");
        }

        @Test
        void ifItEndsWithAnEmptyArgumentWhichPve7WouldLose() {
            Refusals.assertRefused(
                    "command", () -> GuestCommand.of("tool", "x", ""), "the last argument of tool is empty");
        }

        @ParameterizedTest
        @ValueSource(strings = {"é", "\0", "世界"})
        void withWhatProxmoxWouldGarble(String text) {
            Refusals.assertRefused(
                    "command",
                    () -> GuestCommand.of("tool", "x", text),
                    "argument 2 of tool holds NUL",
                    "expected is ASCII");
            Refusals.assertRefused("command", () -> GuestCommand.of(text, "x"), "the program '" + text + "' holds NUL");
        }

        @Test
        void ifThePowerShellCouldNotBeStartedWithIt() {
            Refusals.assertRefused(
                    "command",
                    () -> GuestCommand.powerShell("x".repeat(12_000)),
                    "a script of 12000 characters is too long for a command line; expected are 11",
                    " at most, a longer one can be written to a file");
            assertThat(GuestCommand.powerShell("x".repeat(11_000)).words().get(6))
                    .hasSizeLessThan(32_000);
        }
    }

    @Test
    void canBeAScriptForThePowerShell() {
        List<String> words = GuestCommand.powerShell("Write-Output 'Grüße'").words();
        assertThat(words)
                .startsWith("powershell.exe", "-NoProfile", "-NonInteractive")
                .hasSize(7);
        assertThat(new String(Base64.getDecoder().decode(words.get(6)), StandardCharsets.UTF_16LE))
                .endsWith(";Write-Output 'Grüße'");
    }

    @Test
    void canBeAScriptForTheShell() {
        assertThat(GuestCommand.shell("echo \"$1\"; exit 2", "a b").words())
                .containsExactly("/bin/sh", "-c", "echo \"$1\"; exit 2", "sh", "a b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "printf '%s|' \"$1\" \"$2\"",
                "printf '%s|' Grüße 世界 \"$1\" '\\' '\\\\n' '%s' '$x'",
                "printf '%s\\n' 'é'\nprintf '%s' \"two\n  lines\"\n",
            })
    @DisabledOnOs(OS.WINDOWS)
    void doesInARealShellWhatTheScriptSays(String script) throws IOException {
        List<String> ours = GuestCommand.shell(script, "first one", "2").words();
        assertThat(ours).allSatisfy(word -> assertThat(GuestText.isPlain(word)).isTrue());
        assertThat(output(ours)).isEqualTo(output(List.of("/bin/sh", "-c", script, "sh", "first one", "2")));
    }

    private static String output(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

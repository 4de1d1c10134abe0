package io.jenkins.plugins.proxmox.core.operation;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandArgumentsTest {
    @Test
    void wordsComeAsAListOrOneALine() {
        assertThat(CommandArguments.command(List.of("a b", 1, ""))).containsExactly("a b", "1", "");
        assertThat(CommandArguments.command("printf\n%s %s\n\nx")).containsExactly("printf", "%s %s", "x");
        assertThat(CommandArguments.command("ls")).containsExactly("ls");
        assertThat(CommandArguments.command(null)).isEmpty();
        assertRefused("command", () -> CommandArguments.command("ls -l"), "'ls -l' is one word");
    }

    @Test
    void variablesComeInThreeWays() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("A", "b=c\nd");
        map.put("N", 1);
        map.put("E", null);
        assertThat(CommandArguments.variables(map)).containsExactly("A=b=c\nd", "N=1", "E=");
        assertThat(CommandArguments.variables(List.of("TOKEN", "A= b "))).containsExactly("TOKEN", "A= b ");
        assertThat(CommandArguments.variables("A=b\n\nTOKEN")).containsExactly("A=b", "TOKEN");
        assertThat(CommandArguments.variables(null)).isEmpty();
    }

    @Test
    void onlyNamesNeedTheBuild() {
        assertThat(CommandArguments.needsBuild(List.of("A=b"))).isFalse();
        assertThat(CommandArguments.needsBuild(List.of("A=b", "TOKEN"))).isTrue();
        assertThat(CommandArguments.environment(List.of("A=b=c", "TOKEN"), Map.of("TOKEN", "t", "X", "y")))
                .containsExactly(Map.entry("A", "b=c"), Map.entry("TOKEN", "t"));
        assertRefused(
                "env",
                () -> CommandArguments.environment(List.of("NOPE"), Map.of()),
                "env: the build has no variable 'NOPE'");
    }

    @Test
    void formsShowOneALineIfTheyCan() {
        assertThat(CommandArguments.shown(List.of())).isNull();
        assertThat(CommandArguments.shown(List.of("a", "b"))).isEqualTo("a\nb");
        assertThat(CommandArguments.shown(List.of("a\nb"))).isEqualTo(List.of("a\nb"));
    }
}

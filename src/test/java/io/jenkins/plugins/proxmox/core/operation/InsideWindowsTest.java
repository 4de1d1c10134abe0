package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.state.GuestCommands.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way through a Windows. Its PowerShell is played: what it would make of the scripts is not tried. */
class InsideWindowsTest {
    private static final String DIRECTORY = "C:\\Windows\\Temp\\proxmox-guests-x";

    private final List<String> scripts = new ArrayList<>();
    private final Lab lab = Lab.start();
    private final EmbeddedGuest guest = lab.proxmox.cluster().guest(101).orElseThrow();
    private int looks;

    @BeforeEach
    void isAWindows() {
        guest.set("ostype", "win11");
        lab.proxmox
                .faults()
                .call("GET", "/nodes/*/qemu/*/agent/get-osinfo")
                .always()
                .answer(500, "Agent error: The command guest-get-osinfo has not been found");
        guest.shell((command, input) -> play(command));
    }

    @AfterEach
    void stop() throws IOException {
        lab.close();
    }

    private Result play(List<String> command) {
        assertThat(command.get(0)).isEqualTo("powershell.exe");
        String script = new String(Base64.getDecoder().decode(command.get(6)), StandardCharsets.UTF_16LE);
        scripts.add(script);
        if (script.endsWith("[Console]::Out.Write($d)")) {
            return new Result(0, DIRECTORY, "");
        }
        if (script.contains("OpenStandardOutput")) {
            return new Result(0, looks++ == 0 ? "running\none\r\n" : "exit 7\ntwo\r\n", "");
        }
        return new Result(0, "", "");
    }

    @Test
    void aScriptRunsInItsPowerShell() {
        CommandEnd end = lab.run(new ExecuteCommand(
                new CommandRequest("web").script("Write-Output é").environment(Map.of("A", "b"))));

        assertThat(end.exitCode()).isEqualTo(7);
        assertThat(lab.console).containsExactly("[proxmox] Running a script in web (101) on pve1", "one", "two");
        assertThat(guest.files())
                .containsOnlyKeys(DIRECTORY + "\\begin.ps1.00000000", DIRECTORY + "\\script.ps1.00000000");
        assertThat(scripts.get(1)).contains("Win32_Process");
        // The second look begins behind what the first one gave.
        assertThat(scripts.get(2)).contains("$in.Seek(0,");
        assertThat(scripts.get(3)).contains("$in.Seek(5,");
        assertThat(scripts.get(4)).contains("Remove-Item -LiteralPath $d -Recurse");
    }

    @Test
    void anAgentIsStartedInItsPowerShell() {
        guest.shell((command, input) -> {
            String script = new String(Base64.getDecoder().decode(command.get(6)), StandardCharsets.UTF_16LE);
            scripts.add(script);
            if (script.contains("OpenStandardOutput")) {
                boolean first = looks++ == 0;
                return new Result(0, "exit 0\n" + (first ? "Fetching it\n" : "connected\r\n17\r\nC:\\x\\log\r\n"), "");
            }
            return new Result(0, script.endsWith("[Console]::Out.Write($d)") ? DIRECTORY : "", "");
        });
        InboundAgentRequest request = new InboundAgentRequest("web", "https://jenkins.test/", "ci-1", "C:\\Jenkins");
        StartedAgent agent = lab.run(new StartInboundAgent(request.secret("s3cr3t")));

        assertThat(agent).isEqualTo(new StartedAgent(true, true, "17", "C:\\x\\log"));
        assertThat(guest.files())
                .containsEntry(DIRECTORY + "\\input.00000000", "s3cr3t".getBytes(StandardCharsets.UTF_8))
                .containsKey(DIRECTORY + "\\script.ps1.00000000");
        assertThat(scripts).noneMatch(script -> script.contains("s3cr3t"));
        assertThat(lab.console)
                .containsExactly("[proxmox] Starting the agent ci-1 in web (101) on pve1", "Fetching it");
    }

    @Test
    void anAgentOfAWindowsHasItsOwnWays() {
        assertRefused("workDir: '/x' is no path of a Windows, which the guest is", agent("/x"));
        assertRefused("user: 'me' can't be taken on a Windows", agent("C:\\x").user("me"));
        assertRefused(
                "a Windows has certificates in its own store",
                agent("C:\\x").certificate("-----BEGIN CERTIFICATE-----"));
        assertThat(guest.files()).isEmpty();
    }

    private static InboundAgentRequest agent(String workDirectory) {
        return new InboundAgentRequest("web", "https://jenkins.test/", "ci-1", workDirectory).secret("s3cr3t");
    }

    private void assertRefused(String message, InboundAgentRequest request) {
        assertThatThrownBy(() -> lab.run(new StartInboundAgent(request))).hasMessageContaining(message);
    }

    @Test
    void aBigFileIsPutTogetherByIt() {
        lab.run(new WriteFile("web", "C:\\x.txt", "x".repeat(100_000), null, null, null));
        assertThat(guest.files())
                .allSatisfy((path, bytes) -> assertThat(path).matches("C:\\\\x\\.txt\\..{8}\\.pieces\\\\\\d{8}"));
        assertThat(scripts).hasSize(2);
        assertThat(scripts.get(1)).contains("[IO.File]::Create('C:\\x.txt')");
    }

    @Test
    void modesAndOwnersMeanNothingToIt() {
        assertThatThrownBy(() -> lab.run(new WriteFile("web", "C:\\x.txt", "x", null, "0600", null)))
                .hasMessageContaining("mode: '0600' means nothing to a Windows; leave it out");
        assertThatThrownBy(() -> lab.run(new WriteFile("web", "C:\\x.txt", "x", null, null, "me")))
                .hasMessageContaining("owner: 'me' can't be set on a Windows; leave it out");
        assertThat(guest.files()).isEmpty();
    }
}

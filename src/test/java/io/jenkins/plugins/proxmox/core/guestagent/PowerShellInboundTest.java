package io.jenkins.plugins.proxmox.core.guestagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a Windows is told to start an agent; there is none here that could be asked whether it understands. */
class PowerShellInboundTest {
    private static final String SECRET = "0123456789abcdef";

    private static InboundAgent agent(boolean careless) {
        return new InboundAgent(
                "ci-1",
                "C:\\it's 100% mine\\",
                "https://jenkins.test/jnlpJars/agent.jar",
                List.of("-url", "https://jenkins.test/a%20b/", "-workDir", "C:\\it's 100% mine\\"),
                "java",
                List.of("-Xmx1g"),
                Optional.empty(),
                careless,
                Optional.empty(),
                careless,
                Duration.ofSeconds(7));
    }

    private static String script(boolean careless) {
        return agent(careless).files(SECRET, true).script().orElseThrow();
    }

    @Test
    void theSecretIsReadFromTheInputIntoAClosedDirectory() {
        assertThat(script(false))
                .doesNotContain(SECRET)
                .contains("[IO.File]::WriteAllText(\"$s\\secret\",[IO.File]::ReadAllText(\"$PSScriptRoot\\input\"))")
                .contains("& icacls.exe $s /inheritance:r /grant:r $who /Q")
                .containsSubsequence("icacls.exe", "ReadAllText(\"$PSScriptRoot\\input\")", "Win32_Process");
        assertThat(agent(false).files(SECRET, true).input()).contains(SECRET);
        assertThat(agent(false).files(SECRET, true).charset()).isEqualTo(StandardCharsets.UTF_8);
    }

    @Test
    void wordsAreQuotedForPowerShellAndForBatchFiles() {
        assertThat(script(false))
                .contains("$work='C:\\it''s 100% mine\\'\n", "$jar='https://jenkins.test/jnlpJars/agent.jar'\n")
                .contains("$words='\"-Xmx1g\" -jar \"%~dp0agent.jar\" \"-url\" \"https://jenkins.test/a%%20b/\""
                        + " \"-workDir\" \"C:\\it''s 100%% mine\\\\\" -secret \"@%~dp0secret\""
                        + " >\"%~dp0agent.log\" 2>&1'\n");
    }

    @Test
    void anAgentThatRunsIsFoundBeforeAnythingIsFetched() {
        assertThat(script(false))
                .contains("$restart=$false\n", "$anybody=$false\n", "$patience=7\n")
                .containsSubsequence(
                        "[IO.File]::Open(\"$s\\lock\",'OpenOrCreate','ReadWrite','None')",
                        "$old=@(Running)",
                        "Verdict 'running'",
                        "Invoke-WebRequest",
                        "-MethodName Create");
        assertThat(script(true)).contains("$restart=$true\n", "$anybody=$true\n");
    }

    /** Builds go on with the agent that is started instead. */
    @Test
    void whatAnAgentHasStartedOutlivesIt() {
        assertThat(script(true))
                .contains("$old|ForEach-Object{& taskkill.exe /PID $_.ProcessId /F|Out-Null}")
                .doesNotContain("/T ");
    }

    /** PowerShell 5.1 tells no count of a single object of CIM: one process would be none. */
    @Test
    void aSingleProcessCounts() {
        assertThat(script(false)).doesNotContainPattern("[^@]\\(Running\\)").doesNotContain("$old=Running");
    }

    @Test
    void directoriesMayHaveBlanks() {
        InboundAgent agent = new InboundAgent(
                "ci-1",
                "C:\\jenkins agent",
                "https://jenkins.test/jnlpJars/agent.jar",
                List.of("-workDir", "C:\\jenkins agent"),
                "C:\\Program Files\\Java\\bin\\java.exe",
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                Duration.ofSeconds(7));

        assertThat(agent.files(SECRET, true).script().orElseThrow())
                .contains("$work='C:\\jenkins agent'\n", "$java='C:\\Program Files\\Java\\bin\\java.exe'\n")
                .contains("\"-workDir\" \"C:\\jenkins agent\" -secret")
                .contains("'@cd /d \"%~dp0..\"'+\"`r`n\"+'@\"'+$exe.Replace('%','%%')+'\" '+$words")
                .contains("CommandLine=\"cmd.exe /d /c `\"`\"$s\\run.cmd`\"`\"\"}");
    }
}

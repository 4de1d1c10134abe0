package io.jenkins.plugins.proxmox.core.guestagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Windows is told; there is none here that could be asked whether it understands. */
class PowerShellJobTest {
    private static final String DIRECTORY = "C:\\it's\\proxmox-guests-1";

    private final JobScripts scripts = JobScripts.of(true);

    private static String script(GuestCommand command) {
        assertThat(command.words().get(0)).isEqualTo("powershell.exe");
        return new String(Base64.getDecoder().decode(command.words().get(6)), StandardCharsets.UTF_16LE);
    }

    private static JobFiles job(Optional<String> script, List<String> command) {
        return new JobFiles(script, command, Optional.of("in"), Map.of("A", "it's $x"), StandardCharsets.UTF_8);
    }

    private String file(JobFiles job, String name) {
        byte[] bytes = scripts.files(job).get(name);
        assertThat(bytes).startsWith(0xEF, 0xBB, 0xBF);
        return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }

    @Test
    void theDirectoryIsNamedAfterTheId() {
        for (GuestCommand command : List.of(scripts.open("17"), scripts.kill("17", false), scripts.remove("17"))) {
            assertThat(script(command)).contains("[IO.Path]::Combine([IO.Path]::GetTempPath(),'proxmox-guests-17')");
        }
        assertThat(script(scripts.open("17"))).endsWith("[Console]::Out.Write($d)");
        assertThat(scripts.piece(DIRECTORY, "input", 3)).isEqualTo(DIRECTORY + "\\input.00000003");
    }

    @Test
    void aScriptAndItsEnvironmentAreFiles() {
        JobFiles job = job(Optional.of("Get-Date é"), List.of());
        assertThat(file(job, "script.ps1")).isEqualTo("Get-Date é");
        assertThat(file(job, "begin.ps1"))
                .startsWith("$env:A='it''s $x'\nRemove-Item -LiteralPath $PSCommandPath\n")
                .contains("& \"$PSScriptRoot\\script.ps1\"")
                .endsWith("exit $LASTEXITCODE\n");
        assertThat(scripts.files(job).get("input")).isEqualTo("in".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandIsAScriptThatRunsIt() {
        JobFiles job = job(Optional.empty(), List.of("C:\\Program Files\\x.exe", "a b", "$c"));
        assertThat(file(job, "script.ps1")).isEqualTo("& 'C:\\Program Files\\x.exe' 'a b' '$c'\nexit $LASTEXITCODE\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            a            @ 'a'
            it's         @ 'it''s'
            say "hi"     @ 'say \\"hi\\"'
            a\\"b        @ 'a\\\\\\"b'
            C:\\My Dir\\ @ 'C:\\My Dir\\\\'
            C:\\Dir\\    @ 'C:\\Dir\\'
            ~~           @ '""'
            """)
    void wordsArriveAsTheyAre(String word, String argument) {
        assertThat(PowerShellJob.argument(word)).isEqualTo(argument);
    }

    @Test
    void itIsStartedOnceAndOnItsOwn() {
        GuestCommand start = scripts.start(DIRECTORY, false);
        assertThat(script(start))
                .contains("$d='C:\\it''s\\proxmox-guests-1';")
                .contains("[IO.File]::Open(\"$d\\started\",'CreateNew')")
                .contains("Invoke-CimMethod -ClassName Win32_Process -MethodName Create")
                .contains(" <\"%~dp0input\" >\"%~dp0log\" 2>&1");
        assertThat(script(scripts.start(DIRECTORY, true))).contains(" >\"%~dp0out\" 2>\"%~dp0log\"");
        assertThat(start.words().get(6)).hasSizeLessThan(32_000);
    }

    @Test
    void itIsReadFromSomePointOn() {
        assertThat(script(scripts.read(DIRECTORY, JobScripts.LOG, 5_000_000_000L)))
                .contains("[IO.File]::Open(\"$d\\log\",'Open','Read','ReadWrite,Delete')")
                .contains("$in.Seek(5000000000,'Begin')")
                .contains("byte[] 65536");
    }

    @Test
    void allOfItsProcessesAreEnded() {
        assertThat(script(scripts.kill("17", true)))
                .contains("& taskkill.exe /PID $id /T /F", "Open(\"$d\\started\",'CreateNew')", "$p.StartTime");
    }

    @Test
    void aFileIsReadFromSomePointOn() {
        assertThat(script(FileTail.of("C:\\it's.txt", 17, true))).contains("'C:\\it''s.txt'", "$in.Seek(17,'Begin')");
    }

    @Test
    void aFileIsPutTogetherOnceOnly() {
        FilePlace place = new FilePlace("C:\\x.txt", Optional.empty(), Optional.empty());
        assertThat(script(place.assemble("0123456789", true)))
                .contains("if(![IO.Directory]::Exists('C:\\x.txt.01234567.pieces')){exit 0};");
    }
}

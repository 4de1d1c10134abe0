package io.jenkins.plugins.proxmox.core.guestagent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jobs of a Windows, by the PowerShell 5.1 that each of them has. */
record PowerShellJob() implements JobScripts {
    private static final String BEGIN = "begin.ps1";
    private static final String SCRIPT = "script.ps1";
    private static final String INPUT = "input";

    private static final String STRICT = "$ErrorActionPreference='Stop';";
    private static final Pattern BEFORE_QUOTE = Pattern.compile("(\\\\*)\"");
    private static final Pattern AT_END = Pattern.compile("(\\\\+)$");

    /** Lets output be UTF-8, and ends as the script does. */
    private static final String RUN = """
            Remove-Item -LiteralPath $PSCommandPath
            $ProgressPreference='SilentlyContinue'
            try{[Console]::OutputEncoding=New-Object Text.UTF8Encoding}catch{}
            $ErrorActionPreference='Stop'
            $global:LASTEXITCODE=0
            try{& "$PSScriptRoot\\script.ps1"}catch{[Console]::Error.WriteLine(($_|Out-String));exit 1}
            exit $LASTEXITCODE
            """;

    /** The time of its start tells a process from a later one of the same number. */
    private static final String SUPERVISE = STRICT
            + "$d=%s;$me=Get-Process -Id $PID;"
            + "[IO.File]::WriteAllText(\"$d\\pid.new\",\"$PID $($me.StartTime.ToFileTimeUtc())\");"
            + "[IO.File]::Move(\"$d\\pid.new\",\"$d\\pid\");"
            + "& cmd.exe /d /c \"$d\\run.cmd\";"
            + "[IO.File]::WriteAllText(\"$d\\exit.new\",\"$LASTEXITCODE\");"
            + "[IO.File]::Move(\"$d\\exit.new\",\"$d\\exit\")";

    private static final String START = STRICT
            + "$d=%s;"
            + "try{[IO.File]::Open(\"$d\\started\",'CreateNew').Close()}"
            + "catch [IO.IOException]{if(Test-Path -LiteralPath \"$d\\started\"){exit 0};throw};"
            + "foreach($n in 'begin.ps1','script.ps1','input'){$file=[IO.File]::Create(\"$d\\$n\");"
            + "try{foreach($piece in [IO.Directory]::GetFiles($d,\"$n.????????\")|Sort-Object){"
            + "$bytes=[IO.File]::ReadAllBytes($piece);$file.Write($bytes,0,$bytes.Length);[IO.File]::Delete($piece)}}"
            + "finally{$file.Close()}};"
            + "[IO.File]::WriteAllText(\"$d\\run.cmd\",%s);"
            // Not a child of the guest agent, which would wait for it.
            + "$made=Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{CommandLine=%s};"
            + "if($made.ReturnValue -ne 0){throw \"Windows gave $($made.ReturnValue) when it was to be started\"}";

    private static final String ALIVE = "$id=$null;$alive=$false;if(Test-Path -LiteralPath \"$d\\pid\"){"
            + "$id,$since=[IO.File]::ReadAllText(\"$d\\pid\").Split(' ');"
            + "$p=Get-Process -Id $id -ErrorAction SilentlyContinue;"
            + "$alive=$p -and \"$($p.StartTime.ToFileTimeUtc())\" -eq $since};";

    private static final String READ =
            "$d=%s;if(!(Test-Path -LiteralPath $d)){[Console]::Out.Write(\"lost`n\");exit 0};"
                    + ALIVE
                    + "$s='running';"
                    + "if(!(Test-Path -LiteralPath \"$d\\started\")){$s='waiting'}"
                    + "elseif(!$id){$s='starting'}elseif(!$alive){$s='dead'};"
                    + "if(Test-Path -LiteralPath \"$d\\exit\"){$s='exit '+[IO.File]::ReadAllText(\"$d\\exit\")};"
                    + "[Console]::Out.Write(\"$s`n\");[Console]::Out.Flush();"
                    + "if(Test-Path -LiteralPath \"$d\\%s\"){"
                    + "$in=[IO.File]::Open(\"$d\\%s\",'Open','Read','ReadWrite,Delete');"
                    + "try{[void]$in.Seek(%d,'Begin');$bytes=New-Object byte[] %d;$n=$in.Read($bytes,0,$bytes.Length);"
                    + "$o=[Console]::OpenStandardOutput();$o.Write($bytes,0,$n);$o.Flush()}finally{$in.Close()}};exit 0";

    private static final String KILL = "%sif(!(Test-Path -LiteralPath $d)){[Console]::Out.Write('gone');exit 0};"
            + "try{[IO.File]::Open(\"$d\\started\",'CreateNew').Close();[Console]::Out.Write('gone');exit 0}catch{};"
            + ALIVE
            + "if($alive){& taskkill.exe /PID $id /T /F 2>&1|Out-Null};"
            + "if($alive -or !$id){[Console]::Out.Write('alive')}else{[Console]::Out.Write('gone')};exit 0";

    private static String directory(String id) {
        return "$d=[IO.Path]::Combine([IO.Path]::GetTempPath()," + quoted("proxmox-guests-" + id) + ");";
    }

    @Override
    public GuestCommand open(String id) {
        return GuestCommand.powerShell(
                STRICT + directory(id) + "[void][IO.Directory]::CreateDirectory($d);[Console]::Out.Write($d)");
    }

    @Override
    public Map<String, byte[]> files(JobFiles job) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        StringBuilder begin = new StringBuilder();
        job.environment()
                .forEach((name, value) -> begin.append("$env:")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append('\n'));
        files.put(BEGIN, script(begin + RUN));
        files.put(
                SCRIPT,
                script(job.script()
                        .orElseGet(() -> "& "
                                + job.command().stream()
                                        .map(PowerShellJob::argument)
                                        .collect(Collectors.joining(" "))
                                + "\nexit $LASTEXITCODE\n")));
        job.input().ifPresent(input -> files.put(INPUT, job.bytes(input)));
        return files;
    }

    /** Without the mark at its beginning it would be taken for the code page of the system. */
    private static byte[] script(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** PowerShell 5.1 hands quotes and what ends in a backslash on as if nobody had to read them again. */
    static String argument(String word) {
        if (word.isEmpty()) {
            return quoted("\"\"");
        }
        String escaped = BEFORE_QUOTE.matcher(word).replaceAll("$1$1\\\\\"");
        return quoted(
                word.chars().anyMatch(Character::isWhitespace)
                        ? AT_END.matcher(escaped).replaceAll("$1$1")
                        : escaped);
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String piece(String directory, String file, int number) {
        return directory + "\\" + file + ".%08d".formatted(number);
    }

    @Override
    public GuestCommand start(String directory, boolean apart) {
        String run = "@powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File \"%~dp0begin.ps1\""
                + " <\"%~dp0input\"" + (apart ? " >\"%~dp0out\" 2>\"%~dp0log\"" : " >\"%~dp0log\" 2>&1")
                + "\r\n@exit /b %ERRORLEVEL%\r\n";
        List<String> supervisor =
                GuestCommand.powerShell(SUPERVISE.formatted(quoted(directory))).words();
        return GuestCommand.powerShell(
                START.formatted(quoted(directory), quoted(run), quoted(String.join(" ", supervisor))));
    }

    @Override
    public GuestCommand read(String directory, String file, long offset) {
        return GuestCommand.powerShell(READ.formatted(quoted(directory), file, file, offset, PIECE));
    }

    /** There is no way to ask it to: a process without a window has nothing to listen with. */
    @Override
    public GuestCommand kill(String id, boolean hard) {
        return GuestCommand.powerShell(KILL.formatted(directory(id)));
    }

    @Override
    public GuestCommand remove(String id) {
        return GuestCommand.powerShell(directory(id) + "if(Test-Path -LiteralPath $d){" + STRICT
                + "Remove-Item -LiteralPath $d -Recurse -Force}");
    }
}

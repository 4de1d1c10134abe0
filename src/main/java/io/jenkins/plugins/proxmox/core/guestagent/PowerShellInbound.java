package io.jenkins.plugins.proxmox.core.guestagent;

import java.util.List;
import java.util.stream.Collectors;

/** Starts a Jenkins agent in a Windows, by the PowerShell 5.1 that each of them has; needs Java. */
final class PowerShellInbound {
    private static final String SCRIPT = """
            $ErrorActionPreference='Stop'
            $ProgressPreference='SilentlyContinue'
            function Verdict{[Console]::Out.Write(($args -join "`n")+"`n");exit 0}
            function Say($text){[Console]::Error.WriteLine($text)}
            $s=[IO.Path]::Combine([IO.Path]::GetFullPath($work),'.inbound')
            $log="$s\\agent.log"
            try{[void][IO.Directory]::CreateDirectory($s)}catch{Verdict 'directory' $_.Exception.Message}
            $me=[Security.Principal.WindowsIdentity]::GetCurrent().User.Value
            $who=@($me,'S-1-5-18','S-1-5-32-544')|Select-Object -Unique|ForEach-Object{"*${_}:(OI)(CI)F"}
            & icacls.exe $s /inheritance:r /grant:r $who /Q|Out-Null
            if($LASTEXITCODE){Verdict 'directory' "icacls gave $LASTEXITCODE for $s"}
            $lock=$null
            while(!$lock){
              try{$lock=[IO.File]::Open("$s\\lock",'OpenOrCreate','ReadWrite','None')}
              catch [IO.IOException]{Start-Sleep -Milliseconds 500}
            }
            # Found by their command lines, in which they have been from their very beginning. What calls this makes an array of
            # it: PowerShell 5.1 does not count a single process.
            function Running{Get-CimInstance Win32_Process|Where-Object{$c=$_.CommandLine
              $c -and ($c.IndexOf("$s\\run.cmd",[StringComparison]::OrdinalIgnoreCase) -ge 0 -or
              $c.IndexOf("$s\\agent.jar",[StringComparison]::OrdinalIgnoreCase) -ge 0)}}
            function Tail($count){
              if(!(Test-Path -LiteralPath $log)){return ''}
              $in=New-Object IO.StreamReader([IO.File]::Open($log,'Open','Read','ReadWrite,Delete'))
              try{$lines=$in.ReadToEnd().TrimEnd() -split "`r?`n"}finally{$in.Close()}
              ($lines|Select-Object -Last $count) -join "`n"
            }
            $old=@(Running)
            if($old.Count){
              $n=if(Test-Path -LiteralPath "$s\\name"){[IO.File]::ReadAllText("$s\\name")}else{'?'}
              if($restart){
                Say "Ending the agent $n, which runs already as process $($old[0].ProcessId)"
                # Not what they have started: builds go on with the next one.
                $old|ForEach-Object{& taskkill.exe /PID $_.ProcessId /F|Out-Null}
                for($i=0;$i -lt 20 -and @(Running).Count;$i++){Start-Sleep -Milliseconds 500}
              }elseif($n -eq $name){Verdict 'running' $old[0].ProcessId $log}
              else{Verdict 'other' $n}
            }
            $exe=(Get-Command -Name $java -CommandType Application -ErrorAction SilentlyContinue|Select-Object -First 1).Path
            if(!$exe){Verdict 'java' $env:Path}
            # 0 leaves it to the system, which knows newer ones, too.
            if([int][Net.ServicePointManager]::SecurityProtocol){
              [Net.ServicePointManager]::SecurityProtocol=[Net.ServicePointManager]::SecurityProtocol -bor 'Tls12'
            }
            if($anybody){
              Add-Type ('public static class AnyCertificate{public static void Trust(){'+
                'System.Net.ServicePointManager.ServerCertificateValidationCallback=delegate{return true;};}}')
              [AnyCertificate]::Trust()
            }
            Say "Fetching $jar"
            $end=(Get-Date).AddSeconds($patience)
            $told=$false
            while($true){
              try{Invoke-WebRequest -UseBasicParsing -Uri $jar -OutFile "$s\\agent.jar.new" -TimeoutSec 60;break}
              catch{
                $e=$_.Exception.Message
                $code=if($_.Exception.Response){[int]$_.Exception.Response.StatusCode}else{0}
                if(($code -ge 400 -and $code -lt 500) -or (Get-Date) -ge $end){Verdict 'unreachable' $e}
                if(!$told){Say "The controller can't be reached yet: $e"}
                $told=$true
                Start-Sleep -Seconds 2
              }
            }
            $bytes=[IO.File]::ReadAllBytes("$s\\agent.jar.new")
            if($bytes.Length -lt 2 -or $bytes[0] -ne 0x50 -or $bytes[1] -ne 0x4B){Verdict 'jar'}
            Move-Item -LiteralPath "$s\\agent.jar.new" -Destination "$s\\agent.jar" -Force
            [IO.File]::WriteAllText("$s\\secret",[IO.File]::ReadAllText("$PSScriptRoot\\input"))
            [IO.File]::WriteAllText("$s\\name",$name)
            if(Test-Path -LiteralPath $log){Move-Item -LiteralPath $log -Destination "$log.1" -Force}
            [IO.File]::WriteAllText("$s\\run.cmd",'@cd /d "%~dp0.."'+"`r`n"+'@"'+$exe.Replace('%','%%')+'" '+$words+"`r`n")
            Say "Starting the agent $name"
            # Not a child of this script, whose end would not be noticed until the agent ends.
            $made=Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{
              CommandLine="cmd.exe /d /c `"`"$s\\run.cmd`"`""}
            if($made.ReturnValue -ne 0){throw "Windows gave $($made.ReturnValue) when the agent was to be started"}
            $p=$made.ProcessId
            $end=(Get-Date).AddSeconds($patience)
            while($true){
              if((Tail 1000) -match ': Connected(\\r?\\n|$)'){Verdict 'connected' $p $log}
              if(!@(Running).Count){Verdict 'ended' '' $log (Tail 20)}
              if((Get-Date) -ge $end){Verdict 'started' $p $log (Tail 5)}
              Start-Sleep -Milliseconds 500
            }
            """;

    private PowerShellInbound() {}

    static String script(InboundAgent agent) {
        return "$work=" + PowerShellJob.quoted(agent.workDirectory())
                + "\n$name=" + PowerShellJob.quoted(agent.name())
                + "\n$jar=" + PowerShellJob.quoted(agent.jar())
                + "\n$java=" + PowerShellJob.quoted(agent.java())
                + "\n$anybody=" + truth(agent.trustsAnybody())
                + "\n$restart=" + truth(agent.restarts())
                + "\n$patience=" + agent.patience().toSeconds()
                + "\n$words=" + PowerShellJob.quoted(words(agent)) + "\n"
                + SCRIPT;
    }

    private static String truth(boolean value) {
        return value ? "$true" : "$false";
    }

    /** What stands behind the command in a batch file. */
    private static String words(InboundAgent agent) {
        return batch(agent.javaOptions()) + "-jar \"%~dp0agent.jar\" " + batch(agent.arguments())
                + "-secret \"@%~dp0secret\" >\"%~dp0agent.log\" 2>&1";
    }

    /** Without quotes in them, which were refused; what ends in a backslash would hide the quote behind it. */
    private static String batch(List<String> words) {
        return words.stream()
                .map(word -> "\"" + word.replace("%", "%%") + (word.endsWith("\\") ? "\\" : "") + "\" ")
                .collect(Collectors.joining());
    }
}

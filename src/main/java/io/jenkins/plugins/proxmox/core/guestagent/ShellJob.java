package io.jenkins.plugins.proxmox.core.guestagent;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Jobs of guests that have a {@code /bin/sh}; needs what POSIX and BusyBox have, {@code mktemp} and {@code head -c}. */
record ShellJob() implements JobScripts {
    private static final String BEGIN = "begin";
    private static final String SCRIPT = "script";
    private static final String INPUT = "input";

    /** The directory by its id, found anew by each command: after a lost reply nobody knows more. */
    private static final String DIRECTORY = """
            d=$(dirname "$(mktemp -u 2>/dev/null || mktemp -u -t x)")/proxmox-guests-$1
            """;

    private static final String OPEN = DIRECTORY + """
            case $d in /*) ;; *) echo "mktemp names no directory" >&2; exit 1;; esac
            e=$(mkdir -m 700 "$d" 2>&1) || [ -O "$d" ] || { echo "$e" >&2; exit 1; }
            printf %s "$d"
            """;

    /** Numbers of processes come round again; with the boot and the time of their start they don't. */
    static final String WHO = """
            boot() { cat /proc/sys/kernel/random/boot_id 2>/dev/null; }
            who() { boot; cut -d' ' -f22 "/proc/$1/stat" 2>/dev/null; }
            """;

    private static final String START = """
            umask 077
            cd "$1" || exit 1
            mkdir started 2>/dev/null || exit 0
            for f in begin script input; do
              if [ -f "$f.00000000" ]; then
                cat "$f".???????? >"$f" || exit 1
                rm -f "$f".????????
              fi
            done
            s=
            command -v setsid >/dev/null 2>&1 && s=setsid
            $s /bin/sh -c "$2" sh "$1" "$3" </dev/null >/dev/null 2>&1 &
            """;

    /** Stays until the command has ended, also when all of its group are asked to end. */
    private static final String SUPERVISE = WHO + """
            cd "$1" || exit
            trap : TERM INT HUP
            who $$ >who
            echo $$ >pid.new && mv pid.new pid
            i=/dev/null
            [ -f input ] && i=$1/input
            run() { cd / && exec /bin/sh "$1/begin"; }
            if [ -n "$2" ]; then (run "$1") <"$i" >out 2>log; else (run "$1") <"$i" >log 2>&1; fi
            echo $? >exit.new && mv exit.new exit
            """;

    private static final String READ = WHO + """
            cd "$1" 2>/dev/null || { echo lost; exit 0; }
            p=$(cat pid 2>/dev/null)
            s=running
            if [ ! -d started ]; then
              s=waiting
            elif [ -z "$p" ]; then
              s=starting
            elif ! kill -0 "$p" 2>/dev/null || [ "$(who "$p")" != "$(cat who)" ]; then
              s=dead
              [ "$(head -n 1 who)" = "$(boot)" ] || s=rebooted
            fi
            [ -f exit ] && s="exit $(cat exit)"
            echo "$s"
            [ -f "$2" ] && tail -c "+$(($3 + 1))" "$2" | head -c PIECE
            exit 0
            """.replace("PIECE", String.valueOf(PIECE));

    private static final String KILL = DIRECTORY + WHO + """
            cd "$d" 2>/dev/null || { echo gone; exit 0; }
            mkdir started 2>/dev/null && { echo gone; exit 0; }
            p=$(cat pid 2>/dev/null)
            if [ -z "$p" ]; then
              echo alive
            elif [ "$(head -n 1 who)" != "$(boot)" ]; then
              echo gone
            elif kill -0 "-$p" 2>/dev/null; then
              kill "-$2" "-$p" 2>/dev/null
              echo alive
            elif [ ! -f exit ] && kill -0 "$p" 2>/dev/null && [ "$(who "$p")" = "$(cat who)" ]; then
              kill "-$2" "$p" 2>/dev/null
              echo alive
            else
              echo gone
            fi
            """;

    private static final String REMOVE = DIRECTORY + "rm -rf -- \"$d\"\n";

    @Override
    public GuestCommand open(String id) {
        return GuestCommand.shell(OPEN, id);
    }

    @Override
    public Map<String, byte[]> files(JobFiles job) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        // It may hold secrets, and is read to the end although it removes itself.
        StringBuilder begin = new StringBuilder("rm -f -- \"$0\"\n");
        job.environment()
                .forEach((name, value) -> begin.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append('\n'));
        begin.append("exec ").append(program(job)).append('\n');
        files.put(BEGIN, job.bytes(begin.toString()));
        job.script().ifPresent(script -> files.put(SCRIPT, job.bytes(script)));
        job.input().ifPresent(input -> files.put(INPUT, job.bytes(input)));
        return files;
    }

    private static String program(JobFiles job) {
        return job.script()
                .map(script -> interpreter(script) + " \"${0%/*}/script\"")
                .orElseGet(() -> words(job.command()));
    }

    /** As the kernel would do it, but from a place where nothing may be executed, too. */
    private static String interpreter(String script) {
        String first = script.lines().findFirst().orElse("");
        return first.startsWith("#!") && !first.substring(2).isBlank()
                ? words(Arrays.asList(first.substring(2).trim().split("[ \t]+", 2)))
                : "/bin/sh -xe";
    }

    private static String words(List<String> words) {
        return words.stream().map(ShellJob::quoted).collect(Collectors.joining(" "));
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public String piece(String directory, String file, int number) {
        return directory + "/" + file + ".%08d".formatted(number);
    }

    @Override
    public GuestCommand start(String directory, boolean apart) {
        return apart
                ? GuestCommand.shell(START, directory, SUPERVISE, "apart")
                : GuestCommand.shell(START, directory, SUPERVISE);
    }

    @Override
    public GuestCommand read(String directory, String file, long offset) {
        return GuestCommand.shell(READ, directory, file, Long.toString(offset));
    }

    @Override
    public GuestCommand kill(String id, boolean hard) {
        return GuestCommand.shell(KILL, id, hard ? "KILL" : "TERM");
    }

    @Override
    public GuestCommand remove(String id) {
        return GuestCommand.shell(REMOVE, id);
    }
}

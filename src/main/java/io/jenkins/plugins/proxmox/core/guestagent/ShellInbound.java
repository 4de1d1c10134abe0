package io.jenkins.plugins.proxmox.core.guestagent;

import java.util.List;
import java.util.stream.Collectors;

/** Starts a Jenkins agent where there is a {@code /bin/sh}; needs {@code curl} or {@code wget}, and Java. */
final class ShellInbound {
    /**
     * As the user of the guest agent. What belongs to the service of the guest agent ends when that is started anew, as by
     * an update; where there is systemd, a scope of its own keeps the agent out of it.
     */
    private static final String OUTSIDE = """
            umask 022
            cd / || exit 1
            verdict() { printf '%s\\n' "$@"; exit 0; }
            me=$(id -un)
            scope=
            if [ "$(id -u)" = 0 ] && systemd-run --scope --quiet true </dev/null >/dev/null 2>&1; then
              scope='systemd-run --scope --quiet'
            fi
            if [ -z "$user" ] || [ "$user" = "$me" ]; then
              mkdir -p -- "$work" 2>/dev/null
              exec $scope /bin/sh -c "$inside"
            fi
            id -u "$user" >/dev/null 2>&1 || verdict user
            [ "$(id -u)" = 0 ] || verdict root "$me"
            su=su
            command -v runuser >/dev/null 2>&1 && su=runuser
            # Only where the user may not do it: in a place of its own it could lead root astray.
            if ! $su -s /bin/sh -c "umask 022; mkdir -p -- $quoted" "$user" </dev/null >/dev/null 2>&1; then
              mkdir -p -- "$work" && chown "$user:" "$work"
            fi
            exec $scope $su -s /bin/sh -c "$inside" "$user"
            """;

    /** As the user of the agent. The lock is held until the agent has written down who it is. */
    private static final String INSIDE = ShellJob.WHO + """
            umask 077
            # A service has none, and what is built often needs one.
            if [ -z "$HOME" ]; then
              HOME=$(eval "echo ~$(id -un)")
              export HOME
            fi
            verdict() { printf '%s\\n' "$@"; exit 0; }
            say() { echo "$*" >&2; }
            s=$work/.inbound
            log=$s/agent.log
            e=$({ mkdir -p -- "$s" && chmod 700 "$s"; } 2>&1) || verdict directory "$e"
            [ -O "$s" ] || verdict directory "$s belongs to another user"
            cd "$work" || verdict directory "$work can't be entered"
            if command -v flock >/dev/null 2>&1; then
              exec 9>"$s/lock" && flock 9
            fi
            p=$(sed -n 1p "$s/pid" 2>/dev/null)
            n=$(sed -n 2p "$s/pid" 2>/dev/null)
            alive() {
              [ -n "$p" ] && kill -0 "$p" 2>/dev/null && [ "$(who "$p")" = "$(cat "$s/who")" ] \\
                && ! grep -q '^State:.Z' "/proc/$p/status" 2>/dev/null
            }
            # If the command for Java is a script, that and what it has started; both have the jar in their words. But not what
            # the agent has started: builds go on with the next one.
            family() {
              alive && echo "$p"
              for d in /proc/[0-9]*; do
                tr '\\0' '\\n' 2>/dev/null <"$d/cmdline" | grep -qxF -- "$s/agent.jar" && echo "${d#/proc/}"
              done
            }
            end() { kill "-$1" $(family) 2>/dev/null; }
            gone() {
              i=0
              while [ -n "$(family)" ]; do
                [ $i -lt 10 ] || return 1
                i=$((i + 1))
                sleep 1
              done
            }
            if alive; then
              if [ -n "$restart" ]; then
                say "Ending the agent $n, which runs already as process $p"
                end TERM
                gone || { end KILL; gone; }
              elif [ "$n" = "$name" ]; then
                verdict running "$p" "$log"
              else
                verdict other "$n"
              fi
            fi
            command -v "$java" >/dev/null 2>&1 || verdict java "$PATH"
            pem=
            if [ -n "$certificate" ]; then
              pem=$s/controller.pem
              printf '%s\\n' "$certificate" >"$pem"
              # The agent takes words that begin with @ for files full of words; from there they are taken as they are.
              printf '%s\\n' -cert "@$pem" >"$s/trust"
              set -- "$@" "@$s/trust"
            fi
            new=$s/agent.jar.new
            if command -v curl >/dev/null 2>&1; then
              fetch() {
                curl -fsSL --connect-timeout 10 --max-time 600 ${pem:+--cacert "$pem"} $unchecked -o "$new" "$jar"
              }
              unchecked=${anybody:+-k}
              final() { case $1:$2 in 1:*|3:*|35:*|51:*|60:*|77:*|22:*\\ 4??) true;; *) false;; esac; }
            elif command -v wget >/dev/null 2>&1; then
              fetch() { wget -T 30 ${pem:+--ca-certificate="$pem"} $unchecked -O "$new" "$jar"; }
              unchecked=${anybody:+--no-check-certificate}
              final() { case $1:$2 in 2:*|5:*|*ERROR\\ 4??*) true;; *) false;; esac; }
            else
              verdict tool
            fi
            say "Fetching $jar"
            end=$(($(date +%s) + patience))
            told=
            until e=$(fetch 2>&1); do
              c=$?
              e=$(printf '%s\\n' "$e" | grep . | tail -n 3)
              if final "$c" "$e" || [ "$(date +%s)" -ge "$end" ]; then
                verdict unreachable "$e"
              fi
              [ -n "$told" ] || say "The controller can't be reached yet: $e"
              told=1
              sleep 2
            done
            [ "$(head -c 2 "$new")" = PK ] || verdict jar
            mv -f "$new" "$s/agent.jar"
            rm -f "$s/secret"
            cat >"$s/secret"
            [ -f "$log" ] && mv -f "$log" "$log.1"
            : >"$log"
            record='n=$1
              shift
              who $$ >"$0/who.new"
              printf "%s\\n" $$ "$n" >"$0/pid.new"
              mv "$0/who.new" "$0/who"
              mv "$0/pid.new" "$0/pid"
              umask 022
              exec "$@" 9>&-'
            apart=
            command -v setsid >/dev/null 2>&1 && apart=setsid
            say "Starting the agent $name"
            $apart /bin/sh -c "$who
            $record" "$s" "$name" "$java" %s -jar "$s/agent.jar" "$@" -secret "@$s/secret" </dev/null >>"$log" 2>&1 &
            p=$!
            end=$(($(date +%s) + patience))
            until grep -q ': Connected$' "$log"; do
              if ! kill -0 "$p" 2>/dev/null; then
                wait "$p"
                verdict ended "$?" "$log" "$(tail -n 20 "$log")"
              fi
              [ "$(date +%s)" -lt "$end" ] || verdict started "$p" "$log" "$(tail -n 5 "$log")"
              sleep 0.2 2>/dev/null || sleep 1
            done
            verdict connected "$p" "$log"
            """;

    private ShellInbound() {}

    static String script(InboundAgent agent) {
        String inside = variable("work", agent.workDirectory())
                + variable("name", agent.name())
                + variable("jar", agent.jar())
                + variable("java", agent.java())
                + variable("certificate", agent.certificate().orElse("").strip())
                + variable("anybody", agent.trustsAnybody() ? "1" : "")
                + variable("restart", agent.restarts() ? "1" : "")
                + variable("patience", String.valueOf(agent.patience().toSeconds()))
                + variable("who", ShellJob.WHO)
                + "set -- " + words(agent.arguments()) + "\n"
                + INSIDE.replace("%s -jar", words(agent.javaOptions()) + " -jar");
        return "#!/bin/sh\n"
                + variable("user", agent.user().orElse(""))
                + variable("work", agent.workDirectory())
                + variable("quoted", ShellJob.quoted(agent.workDirectory()))
                + variable("inside", inside)
                + OUTSIDE;
    }

    private static String variable(String name, String value) {
        return name + "=" + ShellJob.quoted(value) + "\n";
    }

    private static String words(List<String> words) {
        return words.stream().map(ShellJob::quoted).collect(Collectors.joining(" "));
    }
}

package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a job inside a guest needs to begin: exactly one of a script and a command, and what goes with it. All of it reaches
 * the guest in files that only the user of the guest agent can read, nothing in the list of processes.
 *
 * @param script for {@code /bin/sh -xe}, or what its first line names after {@code #!}; of a Windows for the PowerShell
 * @param command a program and its arguments, any characters but NUL
 * @param input what it reads; without any it finds nothing
 * @param environment variables it gets besides those of the guest agent
 * @param charset in which the texts are written
 */
public record JobFiles(
        Optional<String> script,
        List<String> command,
        Optional<String> input,
        Map<String, String> environment,
        Charset charset) {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** @throws ProxmoxException with the parameter that can't be right */
    public JobFiles {
        command = List.copyOf(command);
        environment = new LinkedHashMap<>(environment);
        if (script.isPresent() != command.isEmpty()) {
            throw ProxmoxException.invalid(
                    "script",
                    command.isEmpty()
                            ? "Nothing to run is given; expected is a script or a command"
                            : "Both a script and a command are given; expected is one of them");
        }
        if (!command.isEmpty() && command.get(0).isBlank()) {
            throw ProxmoxException.invalid(
                    "command", "the command names no program; expected is a program and its arguments");
        }
        script.ifPresent(text -> {
            if (text.isBlank()) {
                throw ProxmoxException.invalid("script", "the script is empty; expected is something to run");
            }
            noNul("script", "the script", text);
        });
        command.forEach(word -> noNul("command", "the command", word));
        environment.forEach((name, value) -> {
            if (!VARIABLE.matcher(name).matches()) {
                throw ProxmoxException.invalid(
                        "env",
                        "env: '" + name + "' is no name of a variable; expected are letters, digits and _, no digit"
                                + " first");
            }
            noNul("env", "the value of " + name, value);
        });
    }

    private static void noNul(String parameter, String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw ProxmoxException.invalid(parameter, what + " holds NUL, which no program can be given");
        }
    }

    byte[] bytes(String text) {
        return text.getBytes(charset);
    }

    /** What it is, and nothing of it: all of it can be secret. */
    @Override
    public String toString() {
        return script.isPresent() ? "script" : "command";
    }
}

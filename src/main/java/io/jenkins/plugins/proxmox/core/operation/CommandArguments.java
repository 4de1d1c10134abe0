package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what pipeline authors write as the words of a command and as its environment. */
public final class CommandArguments {
    private CommandArguments() {}

    /**
     * The words of a command: a list, or text with one word a line as forms give it.
     *
     * @throws ProxmoxException with {@link Problem.Parameter} if it looks as if a shell should cut a text into words
     */
    public static List<String> command(Object value) {
        if (value instanceof Collection<?> list) {
            return texts(list);
        }
        List<String> lines = lines(value);
        if (lines.size() == 1 && lines.get(0).contains(" ")) {
            throw ProxmoxException.invalid(
                    "command",
                    "command: '" + lines.get(0)
                            + "' is one word, since no shell cuts it; expected is a list of words, as"
                            + " in ['ls', '-l'], or a script");
        }
        return lines;
    }

    /** Variables, each as {@code NAME=value}, or {@code NAME} for the build's own: a map, a list, or text with one a line. */
    public static List<String> variables(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> variables = new ArrayList<>();
            map.forEach((name, text) -> variables.add(name + "=" + (text == null ? "" : text)));
            return variables;
        }
        return value instanceof Collection<?> list ? texts(list) : lines(value);
    }

    /** Whether a part of the environment comes from the build. */
    public static boolean needsBuild(List<String> variables) {
        return variables.stream().anyMatch(variable -> variable.indexOf('=') < 0);
    }

    /**
     * The environment that variables as of {@link #variables} make.
     *
     * @param build the environment of the build
     * @throws ProxmoxException with {@link Problem.Parameter} if the build has no such variable
     */
    public static Map<String, String> environment(List<String> variables, Map<String, String> build) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            if (equals >= 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            } else if (build.containsKey(variable)) {
                environment.put(variable, build.get(variable));
            } else {
                throw ProxmoxException.invalid(
                        "env",
                        "env: the build has no variable '" + variable + "'; expected is one of its environment, or"
                                + " NAME=value");
            }
        }
        return environment;
    }

    /** For forms: one a line, if no line break is in the way. */
    public static Object shown(List<String> texts) {
        if (texts.isEmpty()) {
            return null;
        }
        return texts.stream().anyMatch(text -> text.contains("\n")) ? texts : String.join("\n", texts);
    }

    private static List<String> texts(Collection<?> list) {
        return list.stream().filter(Objects::nonNull).map(Object::toString).toList();
    }

    private static List<String> lines(Object value) {
        return value == null
                ? List.of()
                : value.toString().lines().filter(line -> !line.isBlank()).toList();
    }
}

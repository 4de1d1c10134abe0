package io.jenkins.plugins.proxmox.embedded.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that were run inside a guest, and what they give. */
public final class GuestCommands {
    private static final int FIRST_PID = 990;

    private final Map<Integer, Result> results = new HashMap<>();
    private Shell shell = GuestCommands::echo;
    private int lastPid = FIRST_PID;

    /** What came of a command. */
    public record Result(int exitCode, String output, String errors) {}

    /** Plays the programs inside a guest. */
    @FunctionalInterface
    public interface Shell {
        Result run(List<String> command, String input);
    }

    GuestCommands copy() {
        GuestCommands copy = new GuestCommands();
        copy.shell = shell;
        return copy;
    }

    public void setShell(Shell shell) {
        this.shell = shell;
    }

    /** @return the number under which the outcome can be asked for */
    public int run(List<String> command, String input) {
        results.put(++lastPid, shell.run(command, input));
        return lastPid;
    }

    /** The outcome of a command, which is told only once. */
    public Optional<Result> take(int pid) {
        return Optional.ofNullable(results.remove(pid));
    }

    /** Without a shell of the test's own: {@code echo} prints its words, {@code false} fails, all else succeeds. */
    private static Result echo(List<String> command, String input) {
        List<String> words = command.size() == 3 && command.get(1).equals("-c")
                ? List.of(command.get(2).trim().split("\\s+"))
                : command;
        String program = words.isEmpty() ? "" : words.get(0).replaceFirst(".*/", "");
        return switch (program) {
            case "echo" -> new Result(0, String.join(" ", words.subList(1, words.size())) + "\n", "");
            case "cat" -> new Result(0, input, "");
            case "false" -> new Result(1, "", "");
            default -> new Result(0, "", "");
        };
    }
}

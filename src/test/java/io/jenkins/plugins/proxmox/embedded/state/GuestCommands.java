package io.jenkins.plugins.proxmox.embedded.state;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The commands that were run inside a guest, and what they give. */
public final class GuestCommands {
    /** What the agent keeps of each output. */
    private static final int OUTPUT_LIMIT = 16 << 20;

    private static final int FIRST_PID = 990;

    private final Map<Integer, Result> results = new HashMap<>();
    private final Map<Integer, Started> running = new TreeMap<>();
    private Shell shell = GuestCommands::echo;
    private int outputLimit = OUTPUT_LIMIT;
    private int lastPid = FIRST_PID;

    /**
     * What came of a command.
     *
     * @param signal that killed it, or 0
     * @param runs whether it has not ended yet
     */
    public record Result(int exitCode, byte[] output, byte[] errors, int signal, boolean runs) {
        private static final byte[] NOTHING = {};

        public Result {
            output = output.clone();
            errors = errors.clone();
        }

        public Result(int exitCode, String output, String errors) {
            this(exitCode, output.getBytes(StandardCharsets.UTF_8), errors.getBytes(StandardCharsets.UTF_8), 0, false);
        }

        /** Goes on until the test ends it. */
        public static Result running() {
            return new Result(0, NOTHING, NOTHING, 0, true);
        }

        public static Result killed(int signal) {
            return new Result(0, NOTHING, NOTHING, signal, false);
        }
    }

    /** A command that has not ended yet. */
    public record Started(int pid, List<String> command, String input) {}

    /** Plays the programs inside a guest. */
    @FunctionalInterface
    public interface Shell {
        Result run(List<String> command, String input);

        /** Tells the number of the command that it has just said to be running. */
        default void started(int pid) {}
    }

    GuestCommands copy() {
        GuestCommands copy = new GuestCommands();
        copy.shell = shell;
        copy.outputLimit = outputLimit;
        return copy;
    }

    public void setShell(Shell shell) {
        this.shell = shell;
    }

    /** How many bytes of each output are kept. */
    public int outputLimit() {
        return outputLimit;
    }

    public void setOutputLimit(int bytes) {
        this.outputLimit = bytes;
    }

    /** @return the number under which the outcome can be asked for */
    public int run(List<String> command, String input) {
        Result result = shell.run(command, input);
        int pid = ++lastPid;
        if (result.runs()) {
            running.put(pid, new Started(pid, List.copyOf(command), input));
            shell.started(pid);
        } else {
            results.put(pid, result);
        }
        return pid;
    }

    public List<Started> running() {
        return List.copyOf(running.values());
    }

    /** Ends a command that runs. */
    public void finish(int pid, Result result) {
        if (running.remove(pid) == null) {
            throw new IllegalArgumentException("no command with the number " + pid + " runs");
        }
        results.put(pid, result);
    }

    /** The outcome of a command, which is told only once; for one that still runs, just that. */
    public Optional<Result> take(int pid) {
        return running.containsKey(pid) ? Optional.of(Result.running()) : Optional.ofNullable(results.remove(pid));
    }

    /** What a stop of the guest does. */
    void forget() {
        running.clear();
        results.clear();
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

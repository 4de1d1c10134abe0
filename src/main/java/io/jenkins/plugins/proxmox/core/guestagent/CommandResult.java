package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.Reply;
import java.util.OptionalLong;

/**
 * How a command inside a guest ended.
 *
 * @param exitCode empty if it did not end by itself
 * @param signal the number of the signal that ended it, on Windows the code of the exception; usually empty
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
public record CommandResult(OptionalLong exitCode, OptionalLong signal, CommandOutput out, CommandOutput err) {
    static CommandResult of(Reply status) {
        return new CommandResult(
                status.number("exitcode"),
                status.number("signal"),
                CommandOutput.of(status, "out"),
                CommandOutput.of(status, "err"));
    }

    /** Whether it ended by itself with exit code 0. */
    public boolean isSuccess() {
        return exitCode.isPresent() && exitCode.getAsLong() == 0;
    }

    /** {@code exit code 1} or {@code signal 9}. */
    @Override
    public String toString() {
        if (exitCode.isPresent()) {
            return "exit code " + exitCode.getAsLong();
        }
        return signal.isPresent() ? "signal " + signal.getAsLong() : "ended";
    }
}

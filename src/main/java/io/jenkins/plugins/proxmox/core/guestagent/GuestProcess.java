package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.api.Reply;
import io.jenkins.plugins.proxmox.core.task.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * A command that was started inside a guest. The guest agent tells how it ended only once; this keeps it. There is no way
 * to stop it from outside.
 */
public final class GuestProcess {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Pattern FORGOTTEN =
            Pattern.compile("Agent error: (?:Invalid parameter 'pid'|PID \\d+ does not exist)");
    static final Pattern OFF = Pattern.compile("VM \\d+ (?:is )?not running");

    private final AgentCalls calls;
    private final long pid;
    private Optional<CommandResult> result = Optional.empty();

    GuestProcess(AgentCalls calls, long pid) {
        this.calls = calls;
        this.pid = pid;
    }

    /** Its number inside the guest, good for {@link GuestAgent#process}. */
    public long pid() {
        return pid;
    }

    /**
     * How it ended, if it has: {@code GET .../agent/exec-status}. On PVE 9 this needs {@code VM.GuestAgent.Unrestricted}.
     *
     * @throws ProxmoxException with {@link Problem.OutcomeUnknown} if the guest agent does not know the process (any
     *     more); {@link Problem.WrongState} if the guest agent does not answer or the VM is off
     */
    public synchronized Optional<CommandResult> status() {
        if (result.isEmpty()) {
            result = Optional.of(ask()).filter(it -> it.flag("exited")).map(CommandResult::of);
        }
        return result;
    }

    /**
     * Waits for its end without holding a thread. A guest agent that does not answer for a while is borne: a guest that
     * works hard has no time for it.
     *
     * @param timeout when to give up; the process itself goes on
     * @return fails as {@link #status} does, but for the silence of the guest agent, or with {@link Problem.TimedOut}
     */
    public CompletableFuture<CommandResult> result(Duration timeout) {
        return Patience.until(
                calls.timing(),
                this + " to end",
                timeout,
                PAUSE,
                this::status,
                e -> e.is(Problem.WrongState.class)
                        && !OFF.matcher(e.getMessage()).find());
    }

    /** Blocks until it has ended, and fails as {@link #result} does. */
    public CommandResult await(Duration timeout) {
        return Waiting.result(result(timeout));
    }

    private Reply ask() {
        try {
            return calls.call(calls.get("exec-status").with("pid", pid));
        } catch (ProxmoxException e) {
            if (FORGOTTEN.matcher(e.getMessage()).find()) {
                throw new ProxmoxException(
                        new Problem.OutcomeUnknown(),
                        "the guest agent does not know " + this + ": its result was asked for before, or the guest"
                                + " agent was started anew",
                        e);
            }
            throw e;
        }
    }

    /** {@code process 990 in VM 101 on pve1}. */
    @Override
    public String toString() {
        return "process " + pid + " in " + calls.guest();
    }
}

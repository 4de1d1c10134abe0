package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.ErrorText;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a task ended. */
public sealed interface TaskOutcome {
    /** It did what it was asked for. */
    record Succeeded() implements TaskOutcome {}

    /**
     * It did what it was asked for, and has something to say about it.
     *
     * @param warnings how many lines of its log are warnings, at least 1
     */
    record SucceededWithWarnings(int warnings) implements TaskOutcome {}

    /**
     * It failed.
     *
     * @param exitStatus Proxmox' error text
     */
    record Failed(String exitStatus) implements TaskOutcome {}

    /** Somebody stopped it. */
    record Interrupted(String exitStatus) implements TaskOutcome {}

    /** It ended without saying how: its worker was killed, or the node went down. */
    record Unclear(String exitStatus) implements TaskOutcome {}

    /** The node no longer knows it; it may have ended long ago in any way, or never have begun. */
    record Vanished() implements TaskOutcome {}

    Pattern WARNINGS = Pattern.compile("WARNINGS: (\\d+)");

    /** Reads an exit status as {@code GET /nodes/{node}/tasks/{upid}/status} gives it. */
    static TaskOutcome of(String exitStatus) {
        if (exitStatus.equals("OK")) {
            return new Succeeded();
        }
        Matcher warnings = WARNINGS.matcher(exitStatus);
        if (warnings.matches()) {
            return new SucceededWithWarnings(Integer.parseInt(warnings.group(1)));
        }
        if (exitStatus.endsWith("received interrupt") || exitStatus.contains("interrupted by signal")) {
            return new Interrupted(exitStatus);
        }
        if (exitStatus.equals("unexpected status") || exitStatus.startsWith("unable to get last line")) {
            return new Unclear(exitStatus);
        }
        return new Failed(exitStatus);
    }

    /** Whether the task did what it was asked for. */
    default boolean succeeded() {
        return this instanceof Succeeded || this instanceof SucceededWithWarnings;
    }

    /** What went wrong; empty if nothing did. */
    default Optional<ProxmoxException> failure(Upid upid) {
        if (this instanceof Failed failed) {
            Problem meaning = ErrorText.meaning(failed.exitStatus());
            Problem problem = meaning instanceof Problem.Other
                    ? new Problem.TaskFailed(upid.toString(), failed.exitStatus())
                    : meaning;
            return Optional.of(new ProxmoxException(problem, failed.exitStatus()));
        }
        if (this instanceof Interrupted interrupted) {
            return Optional.of(new ProxmoxException(
                    new Problem.TaskFailed(upid.toString(), interrupted.exitStatus()),
                    "the task was stopped by somebody else (" + interrupted.exitStatus() + ")"));
        }
        if (this instanceof Unclear unclear) {
            return Optional.of(new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    "the task ended without a result (" + unclear.exitStatus() + "); node " + upid.node()
                            + " may have been restarted, look at the guest before trying again"));
        }
        if (this instanceof Vanished) {
            return Optional.of(new ProxmoxException(
                    new Problem.OutcomeUnknown(),
                    "node " + upid.node() + " no longer knows the task " + upid
                            + "; look at the guest before trying again"));
        }
        return Optional.empty();
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskWait;
import java.time.Instant;
import java.util.Optional;

/** How an operation ends that does not succeed: what becomes of its task and of what it has made, and what is said. */
final class Retreat {
    private final Operation<?> operation;
    private final OperationOptions options;
    private final Course course;
    private final Narration narration;

    Retreat(Operation<?> operation, OperationOptions options, Course course, Narration narration) {
        this.operation = operation;
        this.options = options;
        this.course = course;
        this.narration = narration;
    }

    /** Whether what was made is being taken back already. */
    boolean begun() {
        return course.failure().isPresent();
    }

    /** Why the operation is being taken back. */
    ProxmoxException reason() {
        return course.failure().orElseThrow();
    }

    /**
     * From where on what was made is taken back.
     *
     * @param reason why the operation ends
     * @return a stage; empty if there is nothing to be taken back, or it is to stay
     */
    Optional<String> begin(ProxmoxException reason, Instant now) {
        boolean ended = reason.is(Problem.Cancelled.class) || reason.is(Problem.TimedOut.class);
        boolean stays = options.keepOnFailure() || ended && !options.stopTask();
        Optional<String> undo = stays ? Optional.empty() : operation.undo(course.memo());
        if (undo.isPresent()) {
            course.fail(reason, now);
        }
        return undo;
    }

    /** The failure that nothing is taken back after; it names what stays. */
    ProxmoxException withWhatStays(ProxmoxException reason) {
        return operation
                .made(course.memo())
                .map(made -> new ProxmoxException(
                        reason.problem(), sentence(reason.getMessage()) + made + " was kept.", reason))
                .orElse(reason);
    }

    /** The failure that could not be taken back. */
    ProxmoxException withWhatIsLeft(ProxmoxException obstacle) {
        String left = operation.made(course.memo()).orElse("something") + " may be left in Proxmox VE";
        narration.say("Cleaning up failed, " + left + ": " + obstacle.getMessage());
        ProxmoxException reason = reason();
        return new ProxmoxException(
                reason.problem(), sentence(reason.getMessage()) + "Cleaning up failed, " + left + ".", reason);
    }

    private static String sentence(String text) {
        return text + (text.endsWith(".") ? " " : ". ");
    }

    /** What becomes of a task that nobody waits for any more. */
    void end(TaskWait task) {
        if (task.hasEnded()) {
            return;
        }
        if (begun()) {
            task.leave();
            return;
        }
        if (!options.stopTask()) {
            task.leave();
            narration.goOn("goes on in Proxmox VE as task " + task.upid());
            return;
        }
        stop(task::stop, task.upid().toString());
    }

    /** The same for a task that nobody has begun to wait for. */
    void end(Task task) {
        if (options.stopTask() && !begun()) {
            stop(
                    () -> {
                        if (task.status().running()) {
                            task.stop();
                        }
                    },
                    task.toString());
        }
    }

    private void stop(Runnable call, String task) {
        try {
            call.run();
            narration.goOn("task stopped");
        } catch (ProxmoxException e) {
            narration.goOn("task " + task + " could not be stopped: " + e.getMessage());
        }
    }
}

package io.jenkins.plugins.proxmox.embedded.task;

import java.util.Optional;

/** Something that goes wrong with a task. */
public sealed interface TaskFault {
    /** It does its work and then fails, cleaning up. */
    record Fails(String text) implements TaskFault {}

    /** It succeeds with a warning. */
    record Warns(String text) implements TaskFault {}

    /** It never ends by itself. */
    record Hangs() implements TaskFault {}

    /** It does all it should, but then nobody knows it any more. */
    record Vanishes() implements TaskFault {}

    /** Its process is killed amid the work: no last line in the log, no cleanup. */
    record Dies() implements TaskFault {}

    /** Gives each task the fault ordered for it. */
    @FunctionalInterface
    interface Source {
        Optional<TaskFault> next(String type, String id);
    }
}

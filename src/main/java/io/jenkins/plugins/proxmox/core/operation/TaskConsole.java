package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.task.TaskListener;
import io.jenkins.plugins.proxmox.core.task.TaskProgress;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Shows a task's log to people: what is worth reading line by line, and of the progress a line every ten percent. */
final class TaskConsole implements TaskListener {
    private static final int STEP = 10;

    private final String activity;
    private final Consumer<String> console;
    private int shown;
    private volatile int percent = -1;

    TaskConsole(String activity, Consumer<String> console) {
        this.activity = activity;
        this.console = console;
    }

    @Override
    public void line(String line) {
        OptionalInt progress = TaskProgress.percent(line);
        if (progress.isPresent()) {
            percent = progress.getAsInt();
            // The next disk begins from the start.
            shown = Math.min(shown, percent);
            if (percent >= shown + STEP || percent == 100 && shown < 100) {
                shown = percent;
                console.accept(activity + " ... " + percent + "%");
            }
        } else if (!line.startsWith("TASK ") && !line.isBlank()) {
            // How the task ended is told in our own words.
            console.accept("  " + line);
        }
    }

    /** How far the task is, 0 to 100, if it tells. */
    OptionalInt percent() {
        int known = percent;
        return known < 0 ? OptionalInt.empty() : OptionalInt.of(known);
    }
}

package io.jenkins.plugins.proxmox.cloud.connector;

import hudson.model.TaskListener;
import io.jenkins.plugins.proxmox.core.operation.OperationConsole;
import java.util.Locale;
import java.util.function.Consumer;

/** What happens to an agent until it is online, line by line with the time since the beginning. */
public final class AgentLog implements OperationConsole {
    private static final double MILLIS = 1000;
    private static final String OPERATION = "[proxmox] ";
    private static final String TASK = OPERATION + "  ";

    private final TaskListener listener;
    private final Deadline deadline;
    private final Consumer<String> stage;

    /**
     * @param stage gets every line for those who want to know nothing but the last one; without what Proxmox VE's tasks tell
     */
    public AgentLog(TaskListener listener, Deadline deadline, Consumer<String> stage) {
        this.listener = listener;
        this.deadline = deadline;
        this.stage = stage;
    }

    public TaskListener listener() {
        return listener;
    }

    @Override
    public void println(String line) {
        if (!line.startsWith(TASK)) {
            stage.accept(line.startsWith(OPERATION) ? line.substring(OPERATION.length()) : line);
        }
        listener.getLogger()
                .println(String.format(
                                Locale.ROOT, "%6.1f s  ", deadline.passed().toMillis() / MILLIS)
                        + line);
    }
}

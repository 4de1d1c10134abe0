package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.TaskListener;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import java.time.Duration;
import java.util.OptionalInt;

/** Tells people how an operation goes on, and keeps the last of it for whoever asks in between. */
final class Narration {
    private static final String PREFIX = "[proxmox] ";

    private final OperationConsole console;
    private volatile String activity = "";
    private volatile String waitingFor = "";
    private volatile ProxmoxException obstacle;
    private volatile TaskConsole task;

    Narration(OperationConsole console) {
        this.console = console;
    }

    /** Who aborts and who reads a task's log can both have something to say. */
    synchronized void say(String sentence) {
        console.println(PREFIX + sentence);
    }

    /** Something new begins; said once, however often the stage is run. */
    void doing(String sentence) {
        if (!sentence.equals(activity)) {
            activity = sentence;
            waitingFor = "";
            say(sentence);
        }
    }

    /** What comes next to what is being done, as in {@code Starting web (101) on pve1 ... done (2 s)}. */
    void goOn(String words) {
        say(activity + " ... " + words);
    }

    /** Not said, because it would be said again and again; but shown to whoever asks, and named if time runs out. */
    void waitingFor(String reason) {
        waitingFor = reason;
    }

    /** Something stands in the way; said once. */
    void obstacle(ProxmoxException reason) {
        ProxmoxException known = obstacle;
        if (known == null || !known.getMessage().equals(reason.getMessage())) {
            goOn("waiting: " + reason.getMessage());
        }
        obstacle = reason;
        waitingFor = reason.getMessage();
    }

    void obstacleGone() {
        obstacle = null;
    }

    TaskListener taskBegins(boolean quiet) {
        waitingFor = "";
        TaskConsole lines = new TaskConsole(activity, this::say);
        task = lines;
        return quiet ? TaskListener.NONE : lines;
    }

    void taskEnded() {
        task = null;
    }

    void taskEnded(TaskOutcome outcome, Duration time) {
        if (outcome instanceof TaskOutcome.SucceededWithWarnings warned) {
            String noun = warned.warnings() == 1 ? " warning (" : " warnings (";
            goOn("done with " + warned.warnings() + noun + Durations.text(time) + ")");
        } else if (outcome.succeeded()) {
            goOn("done (" + Durations.text(time) + ")");
        }
    }

    /** What is being done right now, in one line. */
    String status() {
        TaskConsole current = task;
        OptionalInt percent = current == null ? OptionalInt.empty() : current.percent();
        return activity
                + (percent.isPresent() ? " ... " + percent.getAsInt() + "%" : "")
                + (waitingFor.isEmpty() ? "" : " (" + waitingFor + ")");
    }

    /** The failure as people shall read it: what was tried, what Proxmox answered, what to do next. */
    ProxmoxException explained(ProxmoxException failure, Credentials credentials) {
        String told = activity.isEmpty() ? failure.getMessage() : activity + " failed: " + failure.getMessage();
        return new ProxmoxException(failure.problem(), told + advice(failure, credentials), failure);
    }

    ProxmoxException timedOut(Duration limit, Credentials credentials) {
        ProxmoxException met = obstacle;
        String why = waitingFor.isEmpty() && met != null ? met.getMessage() : waitingFor;
        return new ProxmoxException(
                new Problem.TimedOut(),
                activity + " did not finish within " + Durations.text(limit)
                        + (why.isEmpty() ? "" : ": " + why)
                        + (met == null ? "" : advice(met, credentials)));
    }

    private static String advice(ProxmoxException failure, Credentials credentials) {
        return Advice.on(failure.problem(), credentials)
                .map(advice -> (failure.getMessage().endsWith(".") ? " " : ". ") + advice)
                .orElse("");
    }

    ProxmoxException aborted() {
        return new ProxmoxException(
                new Problem.Cancelled(), (activity.isEmpty() ? "The operation" : activity) + " was aborted");
    }
}

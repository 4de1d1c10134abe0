package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Credentials;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.TaskListener;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import io.jenkins.plugins.proxmox.core.task.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells people how an operation goes on, and keeps the last of it for whoever asks in between. */
final class Narration {
    private static final Logger LOGGER = Logger.getLogger(Narration.class.getName());
    private static final String PREFIX = "[proxmox] ";

    private final OperationConsole console;
    private final Course course;
    private final Credentials credentials;
    private final boolean quiet;
    private volatile String waitingFor = "";
    private volatile ProxmoxException obstacle;
    private volatile TaskConsole task;
    private List<Memo.Subject> known = List.of();

    /** What an earlier process said last is known from the course, and not said again. */
    Narration(OperationConsole console, Course course, Credentials credentials, boolean quiet) {
        this.quiet = quiet;
        this.console = console;
        this.credentials = credentials;
        this.course = course;
    }

    /** Who aborts and who reads a task's log can both have something to say. */
    synchronized void say(String sentence) {
        console.println(PREFIX + sentence);
    }

    /** What others have written, as it is. */
    synchronized void show(List<String> lines) {
        if (!quiet) {
            lines.forEach(console::output);
        }
    }

    /** Something new begins; said once, however often the stage is run. */
    void doing(String sentence) {
        if (!sentence.equals(course.activity())) {
            course.doing(sentence);
            waitingFor = "";
            say(sentence);
        }
    }

    /** What comes next to what is being done, as in {@code Starting web (101) on pve1 ... done (2 s)}. */
    void goOn(String words) {
        say((course.activity().isEmpty() ? "" : course.activity() + " ... ") + words);
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

    /** Whoever keeps a record hears only of what is new. */
    void involves(List<Memo.Subject> guests) {
        if (!guests.equals(known)) {
            known = guests;
            console.involves(guests);
        }
    }

    TaskListener taskBegins(Upid upid) {
        waitingFor = "";
        console.taskBegins(upid);
        TaskConsole lines = new TaskConsole(course.activity(), this::say);
        task = lines;
        return lines;
    }

    /** @param failure why it did not do what it should, or why nobody knows */
    void taskEnded(Upid upid, Optional<ProxmoxException> failure) {
        task = null;
        console.taskEnds(upid, failure);
    }

    /** Whoever keeps a record must not keep the operation from ending. */
    void ends(Optional<ProxmoxException> failure) {
        try {
            console.ends(failure);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The end of an operation could not be told", e);
        }
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
        return course.activity() + (waitingFor.isEmpty() ? "" : " (" + waitingFor + ")");
    }

    /** The same while a task is awaited, as in {@code Cloning ... (qmclone on pve1, 12 s, 43%)}. */
    String status(Upid upid, Duration age) {
        TaskConsole current = task;
        OptionalInt percent = current == null ? OptionalInt.empty() : current.percent();
        return course.activity() + " (" + upid.type() + " on " + upid.node() + ", " + Durations.text(age)
                + (percent.isPresent() ? ", " + percent.getAsInt() + "%)" : ")");
    }

    /** The failure as people shall read it: what was tried, what Proxmox answered, what to do next. */
    ProxmoxException explained(ProxmoxException failure) {
        String told = course.activity().isEmpty()
                ? failure.getMessage()
                : course.activity() + " failed: " + failure.getMessage();
        return new ProxmoxException(failure.problem(), told + advice(failure), failure);
    }

    /** What nobody has thought of. */
    ProxmoxException broken(Throwable failure) {
        String told = course.activity().isEmpty() ? "" : course.activity() + " failed: ";
        return new ProxmoxException(new Problem.Other(), told + failure, failure);
    }

    ProxmoxException timedOut(Duration limit) {
        ProxmoxException met = obstacle;
        String why = waitingFor.isEmpty() && met != null ? met.getMessage() : waitingFor;
        return new ProxmoxException(
                new Problem.TimedOut(),
                course.activity() + " did not finish within " + Durations.text(limit)
                        + (why.isEmpty() ? "" : ": " + why)
                        + (met == null ? "" : advice(met)));
    }

    private String advice(ProxmoxException failure) {
        return Advice.on(failure.problem(), credentials)
                .map(advice -> (failure.getMessage().endsWith(".") ? " " : ". ") + advice)
                .orElse("");
    }

    ProxmoxException aborted() {
        return new ProxmoxException(
                new Problem.Cancelled(),
                (course.activity().isEmpty() ? "The operation" : course.activity()) + " was aborted");
    }
}

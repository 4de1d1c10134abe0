package io.jenkins.plugins.proxmox.core.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A wait as the watch of its node sees it, which also guards it. */
final class Watched {
    /** A node may not know a task yet in the moment it was started. */
    private static final Duration APPEARANCE = Duration.ofSeconds(5);

    /** People read no faster; a short task's log is fetched once, at its end. */
    private static final Duration READING = Duration.ofSeconds(1);

    /** An outcome is kept back no longer than this for the last lines of the log. */
    private static final Duration LAST_LINES = Duration.ofSeconds(5);

    /** A look at the deadline is waited for no longer than this. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    private final TaskWait waiting;
    private final LogReader log;
    private final Instant begun;
    private final Instant deadline;
    private Instant nextLook;
    private Instant lastRead;
    private Instant endedAt = Instant.MAX;
    private TaskOutcome outcome;
    private boolean busy;
    private boolean unlisted;
    private boolean unread;

    Watched(TaskWait waiting, LogReader log, Instant begun, Instant deadline) {
        this.waiting = waiting;
        this.log = log;
        this.begun = begun;
        this.deadline = deadline;
        nextLook = begun;
        lastRead = begun;
    }

    TaskWait waiting() {
        return waiting;
    }

    /** Whether nobody waits any more. */
    boolean isOver() {
        return waiting.outcome().isDone();
    }

    LogReader log() {
        return log;
    }

    Instant begun() {
        return begun;
    }

    Duration age(Instant now) {
        return Duration.between(begun, now);
    }

    Instant deadline() {
        return deadline;
    }

    /** When to ask for its status next, if it is asked for by itself. */
    Instant nextLook() {
        return nextLook;
    }

    void lookAt(Instant time) {
        nextLook = time;
    }

    /** Whether a call about this very task is under way. */
    boolean busy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /** Whether the list of its node does not show it, though it has not ended as far as is known. */
    boolean unlisted() {
        return unlisted;
    }

    void unlisted(boolean now) {
        unlisted = now;
    }

    /** It was seen running. */
    void runs(Instant now) {
        unread = log.isListenedTo() && Duration.between(lastRead, now).compareTo(READING) >= 0;
    }

    /** It was seen ended; only the last lines of its log may still be wanted. */
    void ended(TaskOutcome how, Instant now) {
        outcome = how;
        endedAt = now;
    }

    /** How it ended, if it did. */
    Optional<TaskOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Later than any time while it runs. */
    Instant endedAt() {
        return endedAt;
    }

    /** Whether the log of the running task is to be read. */
    boolean unread() {
        return unread;
    }

    Instant lastRead() {
        return lastRead;
    }

    void read(Instant now) {
        lastRead = now;
        unread = false;
    }

    /** Whether an outcome is to be believed; a task unknown so soon may only be not known yet. */
    boolean canBe(TaskOutcome seen, Instant now) {
        return !(seen instanceof TaskOutcome.Vanished) || age(now).compareTo(APPEARANCE) >= 0;
    }

    /** When its end comes without another call. */
    Instant endsAnyway(boolean nodeAnswers) {
        if (outcome != null) {
            return endedAt.plus(LAST_LINES);
        }
        return nodeAnswers && deadline.isBefore(Instant.MAX.minus(LAST_LOOK)) ? deadline.plus(LAST_LOOK) : deadline;
    }
}

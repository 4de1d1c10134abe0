package io.jenkins.plugins.proxmox.core.task;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** Reads the log of a task from the last line seen on, for somebody who is told each line once. */
final class LogReader {
    /** Lines fetched at once; a page of this size stays well below a second on a busy node. */
    static final int PAGE = 500;

    private static final int UNKNOWN = -1;

    private final Upid upid;
    private final TaskListener listener;
    private volatile int linesSeen;
    private volatile int percent = UNKNOWN;

    /** @param firstLine how many lines somebody has been told already */
    LogReader(Upid upid, TaskListener listener, int firstLine) {
        this.upid = upid;
        this.listener = listener;
        this.linesSeen = firstLine;
    }

    /** Whether anybody wants to know. */
    boolean isListenedTo() {
        return listener != TaskListener.NONE;
    }

    int linesSeen() {
        return linesSeen;
    }

    OptionalInt percent() {
        int last = percent;
        return last == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(last);
    }

    /**
     * Tells what is new. To be called by one thread at a time.
     *
     * @param isOver whether nobody must be told anything any more
     * @return how many calls that took
     */
    int read(TaskSource source, BooleanSupplier isOver) {
        int seen = linesSeen;
        for (int calls = 1; ; calls++) {
            List<String> lines = source.log(upid, seen, PAGE).lines();
            for (String line : lines) {
                if (isOver.getAsBoolean()) {
                    return calls;
                }
                // Counted first: a line that somebody failed over must not come again.
                seen++;
                linesSeen = seen;
                TaskProgress.percent(line).ifPresent(it -> percent = it);
                listener.line(line);
            }
            if (lines.size() < PAGE) {
                listener.caughtUp();
                return calls;
            }
        }
    }
}

package io.jenkins.plugins.proxmox.core.operation;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.TaskWatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What stands in an operation's way for some time and is no failure yet: somebody else's work on the guest, and a node
 * that can't be reached.
 */
final class Obstacles {
    /** A lock file that is held for so long is held by something that hangs. */
    private static final Duration LOCK_FILE = Duration.ofMinutes(5);

    /** A node that restarts its services is back by then. */
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    /** Trying again costs a call or even a task, so it is done less often than looking. */
    private static final int RETRY_PAUSE_FACTOR = 4;

    private final Narration narration;
    private volatile Optional<Instant> since = Optional.empty();

    Obstacles(Narration narration) {
        this.narration = narration;
    }

    /** How long to wait before trying again; empty if it is no use to try again. */
    Optional<Duration> met(ProxmoxException failure, Instant now) {
        since = since.or(() -> Optional.of(now));
        Duration obstructed = Duration.between(since.get(), now);
        if (!isBearable(failure, obstructed)) {
            return Optional.empty();
        }
        narration.obstacle(failure);
        return Optional.of(TaskWatcher.interval(obstructed).multipliedBy(RETRY_PAUSE_FACTOR));
    }

    boolean areMet() {
        return since.isPresent();
    }

    void gone() {
        since = Optional.empty();
        narration.obstacleGone();
    }

    /** A lock in the configuration lasts as long as the task it belongs to, however long that is. */
    private static boolean isBearable(ProxmoxException failure, Duration obstructed) {
        return failure.is(Problem.Locked.class, lock -> lock.inConfiguration() || obstructed.compareTo(LOCK_FILE) < 0)
                || failure.is(Problem.NodeUnreachable.class) && obstructed.compareTo(OUTAGE) < 0;
    }
}

package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Waits for what no task tells: looks again and again, less often the longer it takes, and holds no thread between. */
public final class Polling<T> {
    /** For so long a server that can't be reached is only a reason to look again later. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Timing timing;
    private final String what;
    private final Duration shortestPause;
    private final Supplier<Optional<T>> look;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Instant begun;
    private final Instant deadline;
    private Instant lastAnswer;

    private Polling(Timing timing, String what, Duration timeout, Duration shortestPause, Supplier<Optional<T>> look) {
        this.timing = timing;
        this.what = what;
        this.shortestPause = shortestPause;
        this.look = look;
        begun = timing.now();
        lastAnswer = begun;
        deadline = begun.plus(timeout);
    }

    /**
     * Looks until there is something, at once for the first time.
     *
     * @param what is waited for, as in {@code VM 101 to be stopped}, for the message
     * @param shortestPause between two looks, for those that are dear; the usual ones begin with 50 ms
     * @param look gives what was waited for, or nothing yet; what it throws ends the wait, unless the server could not
     *     be reached
     * @return fails with {@link Problem.TimedOut} when the time is over
     */
    public static <T> CompletableFuture<T> until(
            Timing timing, String what, Duration timeout, Duration shortestPause, Supplier<Optional<T>> look) {
        Polling<T> polling = new Polling<>(timing, what, timeout, shortestPause, look);
        timing.schedule(Duration.ZERO, polling::look);
        return polling.result;
    }

    private void look() {
        if (result.isDone()) {
            return;
        }
        try {
            Optional<T> found = look.get();
            lastAnswer = timing.now();
            if (found.isPresent()) {
                result.complete(found.get());
                return;
            }
        } catch (ProxmoxException e) {
            boolean bearable = e.is(Problem.NodeUnreachable.class)
                    && Duration.between(lastAnswer, timing.now()).compareTo(PATIENCE) < 0;
            if (!bearable) {
                result.completeExceptionally(e);
                return;
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            return;
        }
        lookAgain();
    }

    private void lookAgain() {
        Instant now = timing.now();
        if (!now.isBefore(deadline)) {
            result.completeExceptionally(new ProxmoxException(new Problem.TimedOut(), "the time is over for " + what));
            return;
        }
        Duration left = Duration.between(now, deadline);
        Duration usual = TaskWatcher.interval(Duration.between(begun, now));
        Duration pause = usual.compareTo(shortestPause) < 0 ? shortestPause : usual;
        timing.schedule(pause.compareTo(left) < 0 ? pause : left, this::look);
    }
}

package io.jenkins.plugins.proxmox.core.guestagent;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Polling;
import io.jenkins.plugins.proxmox.core.task.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again for something of a guest agent, and bears that it does not answer meanwhile. */
final class Patience<T> {
    /** A guest agent that does not answer costs the node 3 s of a worker's time with each question. */
    static final Duration PAUSE = Duration.ofSeconds(3);

    private final Timing timing;
    private final Supplier<Optional<T>> look;
    private final Predicate<ProxmoxException> bearable;
    private Instant quietUntil = Instant.MIN;
    private Optional<ProxmoxException> last = Optional.empty();

    private Patience(Timing timing, Supplier<Optional<T>> look, Predicate<ProxmoxException> bearable) {
        this.timing = timing;
        this.look = look;
        this.bearable = bearable;
    }

    /**
     * Looks at once for the first time, and holds no thread between two looks.
     *
     * @param what is waited for, for the message
     * @param pause the shortest between two looks
     * @param bearable which failures are only a reason to look again, {@link #PAUSE} later
     * @return fails with {@link Problem.TimedOut}, its message with the last failure, when the time is over
     */
    static <T> CompletableFuture<T> until(
            Timing timing,
            String what,
            Duration timeout,
            Duration pause,
            Supplier<Optional<T>> look,
            Predicate<ProxmoxException> bearable) {
        if (timeout.isNegative()) {
            throw ProxmoxException.invalid(
                    "timeout", "'" + timeout + "' is no time to wait for " + what + "; expected is zero or more");
        }
        Patience<T> patience = new Patience<>(timing, look, bearable);
        CompletableFuture<T> polling = Polling.until(timing, what, timeout, pause, patience::look);
        CompletableFuture<T> result = new CompletableFuture<>();
        polling.whenComplete((found, failure) -> {
            if (failure == null) {
                result.complete(found);
            } else {
                result.completeExceptionally(patience.withReason(failure));
            }
        });
        // Who gives up waiting wants no further questions asked.
        result.whenComplete((found, failure) -> polling.cancel(false));
        return result;
    }

    private synchronized Optional<T> look() {
        if (timing.now().isBefore(quietUntil)) {
            return Optional.empty();
        }
        try {
            Optional<T> found = look.get();
            last = Optional.empty();
            return found;
        } catch (ProxmoxException e) {
            if (!bearable.test(e)) {
                throw e;
            }
            last = Optional.of(e);
            quietUntil = timing.now().plus(PAUSE);
            return Optional.empty();
        }
    }

    private synchronized Throwable withReason(Throwable failure) {
        return last.filter(it -> failure instanceof ProxmoxException e && e.is(Problem.TimedOut.class))
                .<Throwable>map(it -> new ProxmoxException(
                        new Problem.TimedOut(), failure.getMessage() + "; " + it.getMessage(), failure))
                .orElse(failure);
    }
}

package io.jenkins.plugins.proxmox.core.task;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What was read a moment ago. Whoever asks for the same at the same time, or a little later, shares one read; one that
 * failed, too, so that a server in trouble is not asked by everybody.
 *
 * @param <T> what is read
 */
public final class Recent<T> {
    private static final class Read<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private Instant end;
    }

    private final Timing timing;
    private final Duration fresh;
    private final int most;
    private final Map<String, Read<T>> reads = new HashMap<>();

    /**
     * @param timing on whose threads is read
     * @param fresh how long after its end a read still counts
     * @param most how many reads are under way at once, at least 1
     */
    public Recent(Timing timing, Duration fresh, int most) {
        this.timing = timing;
        this.fresh = fresh;
        this.most = most;
    }

    /**
     * What was read lately under this key, or will be soon; gives back at once.
     *
     * @param source reads, and may block for some calls
     * @return fails as the source does, and with {@link Problem.TimedOut} if too many other reads have no end yet
     */
    public synchronized CompletableFuture<T> get(String key, Supplier<T> source) {
        Instant oldest = timing.now().minus(fresh);
        reads.values().removeIf(read -> read.end != null && read.end.isBefore(oldest));
        Read<T> known = reads.get(key);
        if (known != null) {
            return known.result.copy();
        }
        if (reads.values().stream().filter(read -> read.end == null).count() >= most) {
            return CompletableFuture.failedFuture(
                    new ProxmoxException(new Problem.TimedOut(), "Proxmox VE has not answered earlier questions yet"));
        }
        Read<T> read = new Read<>();
        reads.put(key, read);
        timing.schedule(Duration.ZERO, () -> run(read, source));
        return read.result.copy();
    }

    private void run(Read<T> read, Supplier<T> source) {
        try {
            T value = source.get();
            ended(read);
            read.result.complete(value);
        } catch (RuntimeException e) {
            ended(read);
            read.result.completeExceptionally(e);
        }
    }

    private synchronized void ended(Read<T> read) {
        read.end = timing.now();
    }
}

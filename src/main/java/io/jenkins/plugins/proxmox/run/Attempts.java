package io.jenkins.plugins.proxmox.run;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.proxmox.core.operation.OperationRun;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer.WorkItem;
import org.jenkinsci.plugins.resourcedisposer.Disposable;
import org.jenkinsci.plugins.resourcedisposer.Disposable.State;

/**
 * Attempts to remove something. The queue has ten threads for everything that anybody removes, and an attempt may take minutes, as
 * for a node that is off. So it goes on without a thread, and what came of it is told as soon as it has ended.
 */
@Extension
public final class Attempts {
    /** What takes no longer is told at once. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Map<Disposable, Attempt> attempts = new ConcurrentHashMap<>();

    private record Attempt(OperationRun<?> run, CompletableFuture<State> end) {
        State state() {
            return new UnderWay(run.status());
        }
    }

    /** It is neither removed nor has that failed. */
    public static final class UnderWay extends State {
        private static final long serialVersionUID = 1L;

        UnderWay(String status) {
            super(status);
        }
    }

    public static Attempts get() {
        return ExtensionList.lookupSingleton(Attempts.class);
    }

    /**
     * What has come of an attempt, or how far it is. One whose end was told is over: the next one begins anew.
     *
     * @param beginning begins it; empty if there is nothing to do any more
     * @param ending decides what has come of it, given the failure if it failed; called once for each attempt, as soon as it has
     *     ended, on any thread
     */
    State state(
            Disposable what, Supplier<Optional<OperationRun<?>>> beginning, Function<Optional<Throwable>, State> ending)
            throws InterruptedException {
        Attempt before = attempts.get(what);
        if (before != null) {
            return before.end().isDone() ? told(what, before) : before.state();
        }
        Attempt attempt = attempts.computeIfAbsent(
                what, key -> beginning.get().map(run -> attempt(run, ending)).orElse(null));
        if (attempt == null) {
            return ending.apply(Optional.empty());
        }
        try {
            attempt.end().get(SHORT.toMillis(), TimeUnit.MILLISECONDS);
            return told(what, attempt);
        } catch (ExecutionException e) {
            return told(what, attempt);
        } catch (TimeoutException e) {
            attempt.end().whenComplete((state, failure) -> lookAgain(what, attempt, Duration.ZERO));
            return attempt.state();
        }
    }

    private static Attempt attempt(OperationRun<?> run, Function<Optional<Throwable>, State> ending) {
        return new Attempt(run, run.result().handle((result, failure) -> ending.apply(Optional.ofNullable(failure))));
    }

    private State told(Disposable what, Attempt attempt) {
        attempts.remove(what, attempt);
        return attempt.end().exceptionally(State.Thrown::new).join();
    }

    /** The end of the attempt that is under way. */
    public Optional<CompletableFuture<State>> end(Disposable what) {
        return Optional.ofNullable(attempts.get(what)).map(Attempt::end);
    }

    /** The queue would do so once a minute. It looks at nothing that is being looked at, so that once may not be enough. */
    private void lookAgain(Disposable what, Attempt attempt, Duration pause) {
        Timer.get().schedule(() -> look(what, attempt), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Disposable what, Attempt attempt) {
        if (Jenkins.getInstanceOrNull() == null || get() != this || attempts.get(what) != attempt) {
            return;
        }
        AsyncResourceDisposer.get().getBacklog().stream()
                .filter(item -> what.equals(item.getDisposable()))
                .findAny()
                // Else an administrator has taken it off the list.
                .ifPresentOrElse(WorkItem::run, () -> attempts.remove(what, attempt));
        if (attempts.get(what) == attempt) {
            lookAgain(what, attempt, AGAIN);
        }
    }
}

package io.jenkins.plugins.proxmox;

import io.jenkins.plugins.proxmox.run.Attempts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer.WorkItem;
import org.jenkinsci.plugins.resourcedisposer.Disposable;

/** What this Jenkins has still to remove. */
public final class Disposals {
    private Disposals() {}

    public static List<Disposable> waiting() {
        return AsyncResourceDisposer.get().getBacklog().stream()
                .map(WorkItem::getDisposable)
                .toList();
    }

    /** Tries each once, and those that come of it, and gives how the attempts ended that did not succeed. */
    public static List<String> attempt() throws Exception {
        List<Disposable> all = waiting();
        for (Disposable disposable : all) {
            oneAttempt(disposable);
        }
        for (Disposable disposable : waiting()) {
            if (!all.contains(disposable)) {
                oneAttempt(disposable);
            }
        }
        List<String> failures = new ArrayList<>();
        for (Disposable disposable : waiting()) {
            Disposable.State state = oneAttempt(disposable);
            // What the disposer's own thread has just ended is still in the list for a moment.
            if (state != Disposable.State.PURGED) {
                failures.add(state.getDisplayName());
            }
        }
        return failures;
    }

    /** To its end, however long that takes. */
    private static Disposable.State oneAttempt(Disposable what) throws Exception {
        Disposable.State state =
                AsyncResourceDisposer.get().disposeAndWait(what).get().getLastState();
        while (state instanceof Attempts.UnderWay) {
            Optional<CompletableFuture<Disposable.State>> end = Attempts.get().end(what);
            if (end.isEmpty()) {
                state = AsyncResourceDisposer.get().disposeAndWait(what).get().getLastState();
                continue;
            }
            state = end.get().get(10, TimeUnit.MINUTES);
            // Whoever began it hears of it first, so that the next attempt is a new one.
            Patience.await(() -> !Attempts.get().end(what).equals(end));
        }
        return state;
    }
}

package io.jenkins.plugins.proxmox;

import java.util.ArrayList;
import java.util.List;
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
            AsyncResourceDisposer.get().disposeAndWait(disposable).get();
        }
        for (Disposable disposable : waiting()) {
            if (!all.contains(disposable)) {
                AsyncResourceDisposer.get().disposeAndWait(disposable).get();
            }
        }
        List<String> failures = new ArrayList<>();
        for (Disposable disposable : waiting()) {
            Disposable.State state =
                    AsyncResourceDisposer.get().disposeAndWait(disposable).get().getLastState();
            // What the disposer's own thread has just ended is still in the list for a moment.
            if (state != Disposable.State.PURGED) {
                failures.add(state.getDisplayName());
            }
        }
        return failures;
    }
}

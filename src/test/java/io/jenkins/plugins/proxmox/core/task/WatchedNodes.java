package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Scripted nodes, and a watcher that looks at them in virtual time and without spread. */
final class WatchedNodes {
    final VirtualTiming timing = new VirtualTiming();
    final ScriptedNodes nodes = new ScriptedNodes(timing);
    final TaskWatcher watcher = new TaskWatcher(nodes, upid -> {}, timing, () -> 0);

    /** Tasks that run until they are told to end, and nobody listens. */
    List<TaskWait> begin(String node, int count) {
        List<TaskWait> waits = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            waits.add(await(nodes.begin(node), TaskListener.NONE));
        }
        return waits;
    }

    TaskWait await(Upid upid, TaskListener listener) {
        return watcher.await(upid, Instant.MAX, listener);
    }

    void advance(Duration time) {
        timing.advance(time);
    }

    void seconds(int seconds) {
        timing.advance(Duration.ofSeconds(seconds));
    }

    static TaskOutcome outcome(TaskWait wait) {
        assertThat(wait.outcome()).isCompleted();
        return wait.outcome().join();
    }

    static ProxmoxException failure(TaskWait wait) {
        assertThat(wait.outcome()).isCompletedExceptionally();
        return (ProxmoxException)
                wait.outcome().handle((outcome, failure) -> failure).join();
    }
}

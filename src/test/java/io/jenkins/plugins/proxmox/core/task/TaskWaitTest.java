package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The ends of a wait that need no answer of a server. */
class TaskWaitTest {
    private static final Upid UPID = Upid.parse("UPID:pve:00003A62:0004132A:6B02F6CD:qmstart:102:root@pam!lab:");

    private final VirtualTiming timing = new VirtualTiming();

    // The node has never heard of the task: whoever looks runs into a NullPointerException.
    private final TaskWait wait = new TaskWatcher(new ScriptedNodes(timing), upid -> {}, timing, () -> 0)
            .await(UPID, timing.now().plus(Duration.ofHours(1)), TaskListener.NONE);

    @Test
    void looksForTheFirstTimeAfter70Milliseconds() {
        timing.advance(Duration.ofMillis(69));
        assertThat(wait.outcome()).isNotDone();
        timing.advance(Duration.ofMillis(1));
        assertThat(wait.outcome()).isDone();
    }

    @Test
    void endsRatherThanHangsWhenLookingItselfIsBroken() {
        timing.runUntilIdle();
        assertThat(failure()).isInstanceOf(NullPointerException.class);
    }

    @Test
    void saysThatTheTaskGoesOnWhenItIsLeft() {
        wait.leave();
        assertThat(failure()).isInstanceOfSatisfying(ProxmoxException.class, e -> {
            assertThat(e.problem()).isEqualTo(new Problem.Cancelled());
            assertThat(e).hasMessageContainingAll(UPID.toString(), "goes on");
        });
    }

    private Throwable failure() {
        assertThat(wait.outcome()).isCompletedExceptionally();
        return wait.outcome().handle((outcome, e) -> e).join();
    }
}

package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thousand waits, and none that is forgotten or remembered for too long. */
class CrowdTest {
    private final WatchedNodes lab = new WatchedNodes();
    private final ScriptedNodes nodes = lab.nodes;

    private List<TaskWait> thousand(TaskListener listener) {
        List<TaskWait> waits = new ArrayList<>();
        for (int number = 0; number < 1000; number++) {
            waits.add(lab.await(nodes.begin("pve" + number % 10), listener));
        }
        return waits;
    }

    @Test
    void aThousandWaitsCostTwoCallsASecondAndNodeAtMost() {
        thousand(TaskListener.NONE);
        lab.seconds(60);
        assertThat(nodes.asked()).hasSizeLessThan(10 * 60);
    }

    @Test
    void soDoAThousandThatAreListenedTo() {
        thousand(line -> {});
        lab.seconds(60);
        assertThat(nodes.asked()).hasSizeLessThan(2 * 10 * 60);
    }

    @Test
    void allEndsAreNoticed() {
        List<TaskWait> waits = thousand(TaskListener.NONE);
        for (int number = 0; number < waits.size(); number++) {
            if (number % 100 == 0) {
                lab.seconds(1);
            }
            nodes.end(waits.get(number).upid(), "OK");
        }
        lab.seconds(6);

        assertThat(waits).allSatisfy(wait -> assertThat(wait.hasEnded()).isTrue());
        assertThat(nodes.asked().stream().filter(it -> it.what().equals("status")))
                .isEmpty();
    }

    @Test
    void nothingIsLeftOfWaitsThatHaveEnded() {
        List<TaskWait> waits = thousand(line -> {});
        lab.seconds(10);
        waits.subList(0, 300).forEach(TaskWait::leave);
        waits.subList(300, 600).forEach(TaskWait::stop);
        waits.subList(600, 700).forEach(wait -> wait.outcome().cancel(false));
        waits.subList(700, 1000).forEach(wait -> nodes.end(wait.upid(), "OK"));
        lab.seconds(10);

        assertThat(lab.watcher.nodes()).isZero();
        lab.timing.runUntilIdle();
        assertThat(lab.timing.untilNext()).isEmpty();
    }

    @Test
    void aWaitThatIsLeftIsForgottenAtOnce() {
        lab.begin("pve1", 6);
        lab.seconds(10);
        WeakReference<TaskWait> wait = new WeakReference<>(leave());
        // The watch goes on; nothing in it, nor any timer, may hold on to what was left.
        for (int round = 0; round < 10 && wait.get() != null; round++) {
            System.gc();
        }
        assertThat(wait.get()).isNull();
        assertThat(lab.watcher.nodes()).isEqualTo(1);
    }

    private TaskWait leave() {
        TaskWait wait = lab.await(nodes.begin("pve1"), line -> {});
        wait.leave();
        return wait;
    }

    @Test
    void nothingIsAskedForAWaitThatIsOver() {
        List<TaskWait> waits = lab.begin("pve1", 3);
        lab.seconds(1);
        nodes.asked().clear();
        waits.forEach(TaskWait::leave);
        lab.advance(Duration.ofMinutes(1));
        assertThat(nodes.asked()).isEmpty();
    }
}

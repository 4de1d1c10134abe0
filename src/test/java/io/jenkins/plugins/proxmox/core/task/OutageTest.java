package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.task.WatchedNodes.failure;
import static io.jenkins.plugins.proxmox.core.task.WatchedNodes.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that does not answer is asked less often, and is nobody else's trouble. */
class OutageTest {
    private final WatchedNodes lab = new WatchedNodes();
    private final ScriptedNodes nodes = lab.nodes;

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 20})
    void aNodeThatDoesNotAnswerIsAskedLessAndLessOften(int waits) {
        nodes.cutOff("pve1", Duration.ZERO);
        lab.begin("pve1", waits);
        lab.seconds(10);
        assertThat(nodes.count("pve1")).isBetween(5L, 8L);

        nodes.asked().clear();
        lab.seconds(40);
        assertThat(nodes.count("pve1")).isBetween(8L, 9L);
    }

    @Test
    void otherNodesAreAskedAsBefore() {
        lab.begin("pve2", 3);
        lab.seconds(20);
        List<ScriptedNodes.Asked> before = List.copyOf(nodes.asked());

        WatchedNodes beside = new WatchedNodes();
        beside.nodes.cutOff("pve1", Duration.ZERO);
        beside.begin("pve1", 30);
        beside.begin("pve2", 3);
        beside.seconds(20);
        assertThat(beside.nodes.asked().stream().filter(it -> it.node().equals("pve2")))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void aNodeThatIsBackIsAskedAsBefore(int count) {
        List<TaskWait> waits = lab.begin("pve1", count);
        lab.seconds(5);
        nodes.cutOff("pve1", Duration.ZERO);
        lab.seconds(50);
        nodes.restore("pve1");
        lab.seconds(5);
        assertThat(waits).allSatisfy(wait -> assertThat(wait.outcome()).isNotDone());

        waits.forEach(wait -> nodes.end(wait.upid(), "OK"));
        lab.seconds(5);
        assertThat(waits).allSatisfy(wait -> assertThat(outcome(wait)).isEqualTo(new TaskOutcome.Succeeded()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void afterAMinuteWithoutAnyAnswerTheWaitsFail(int count) {
        List<TaskWait> waits = lab.begin("pve1", count);
        lab.seconds(5);
        nodes.cutOff("pve1", Duration.ZERO);
        lab.seconds(59);
        assertThat(waits).allSatisfy(wait -> assertThat(wait.outcome()).isNotDone());
        lab.seconds(7);

        assertThat(waits)
                .allSatisfy(wait -> assertThat(failure(wait).problem()).isEqualTo(new Problem.NodeUnreachable()));
    }

    @Test
    void whoComesLateWaitsForAMinuteToo() {
        List<TaskWait> first = lab.begin("pve1", 1);
        nodes.cutOff("pve1", Duration.ZERO);
        lab.seconds(40);
        List<TaskWait> second = lab.begin("pve1", 1);
        lab.seconds(30);
        assertThat(first.get(0).outcome()).isCompletedExceptionally();
        assertThat(second.get(0).outcome()).isNotDone();
        lab.seconds(40);
        assertThat(second.get(0).outcome()).isCompletedExceptionally();
    }

    @Test
    void aDeadlineIsKeptWithoutAnAnswer() {
        nodes.cutOff("pve1", Duration.ZERO);
        TaskWait wait = lab.watcher.await(nodes.begin("pve1"), lab.timing.now().plusSeconds(20), TaskListener.NONE);
        lab.advance(Duration.ofMillis(19_999));
        assertThat(wait.outcome()).isNotDone();
        lab.advance(Duration.ofMillis(1));
        assertThat(failure(wait).problem()).isEqualTo(new Problem.TimedOut());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 40})
    void callsThatHangHoldTwoThreadsAtMost(int count) {
        try (VirtualPool pool = new VirtualPool(4)) {
            ScriptedNodes slow = new ScriptedNodes(pool, Duration.ofMillis(10));
            TaskWatcher watcher = new TaskWatcher(slow, upid -> {}, pool, () -> 0);
            slow.cutOff("pve1", Duration.ofSeconds(40));
            List<TaskWait> hanging = new ArrayList<>();
            List<TaskWait> others = new ArrayList<>();
            pool.schedule(Duration.ZERO, () -> {
                for (int number = 0; number < count; number++) {
                    hanging.add(watcher.await(slow.begin("pve1"), Instant.MAX, line -> {}));
                }
            });
            for (int number = 0; number < 30; number++) {
                pool.schedule(
                        Duration.ofSeconds(number),
                        () -> others.add(watcher.await(
                                slow.begin("pve2", Duration.ofMillis(500)), Instant.MAX, TaskListener.NONE)));
            }
            pool.advance(Duration.ofSeconds(31));

            assertThat(others)
                    .hasSize(30)
                    .allSatisfy(wait -> assertThat(wait.outcome()).isCompleted());
            assertThat(slow.mostUnderWay("pve1")).isEqualTo(Math.min(count, count > Agenda.FEW ? 1 : 2));
            assertThat(pool.mostBusy()).isLessThanOrEqualTo(3);
            pool.advance(Duration.ofSeconds(100));
            assertThat(hanging).allSatisfy(wait -> assertThat(wait.outcome()).isCompletedExceptionally());
            assertThat(slow.count("pve1")).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void aDeadlineIsKeptWhileCallsHang() {
        try (VirtualPool pool = new VirtualPool(4)) {
            ScriptedNodes slow = new ScriptedNodes(pool, Duration.ZERO);
            TaskWatcher watcher = new TaskWatcher(slow, upid -> {}, pool, () -> 0);
            slow.cutOff("pve1", Duration.ofSeconds(40));
            TaskWait wait = watcher.await(slow.begin("pve1"), pool.now().plusSeconds(10), TaskListener.NONE);
            pool.advance(Duration.ofSeconds(10));
            assertThat(wait.outcome()).isNotDone();
            pool.advance(Duration.ofSeconds(2));
            assertThat(failure(wait).problem()).isEqualTo(new Problem.TimedOut());
        }
    }

    @Test
    void atMostTwoCallsPerNodeAreUnderWayEvenIfAllIsWell() {
        try (VirtualPool pool = new VirtualPool(16)) {
            ScriptedNodes slow = new ScriptedNodes(pool, Duration.ofMillis(200));
            TaskWatcher watcher = new TaskWatcher(slow, upid -> {}, pool, () -> 0);
            for (int number = 0; number < 100; number++) {
                watcher.await(slow.begin("pve" + number % 5, Duration.ofMillis(100 * number)), Instant.MAX, line -> {});
            }
            pool.advance(Duration.ofMinutes(1));

            for (int node = 0; node < 5; node++) {
                assertThat(slow.mostUnderWay("pve" + node)).isEqualTo(2);
            }
            assertThat(watcher.nodes()).isZero();
        }
    }
}

package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.task.WatchedNodes.failure;
import static io.jenkins.plugins.proxmox.core.task.WatchedNodes.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of a task is told line by line, each once, and all of it before the outcome. */
class TaskLogWaitTest {
    private final WatchedNodes lab = new WatchedNodes();
    private final ScriptedNodes nodes = lab.nodes;
    private final List<String> lines = new ArrayList<>();

    private static String[] numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(it -> "line " + it).toArray(String[]::new);
    }

    private static List<String> all(int count) {
        List<String> all = new ArrayList<>(List.of(numbered(0, count)));
        all.add("TASK OK");
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void everyLineIsToldOnceAcrossPagesAloneAndInACrowd(int others) {
        lab.begin("pve1", others);
        TaskWait wait = lab.await(nodes.begin("pve1"), lines::add);
        nodes.write(wait.upid(), numbered(0, 1200));
        lab.seconds(15);
        assertThat(lines).hasSize(1200);
        assertThat(wait.linesSeen()).isEqualTo(1200);
        nodes.write(wait.upid(), numbered(1200, 2200));
        lab.seconds(15);
        nodes.write(wait.upid(), numbered(2200, 2700));
        nodes.end(wait.upid(), "OK");
        lab.seconds(10);

        assertThat(outcome(wait)).isEqualTo(new TaskOutcome.Succeeded());
        assertThat(lines).isEqualTo(all(2700));
    }

    @Test
    void everyLineIsToldOnceWhileOthersComeAndGo() {
        TaskWait wait = lab.await(nodes.begin("pve1"), lines::add);
        for (int round = 0; round < 20; round++) {
            List<TaskWait> others = lab.begin("pve1", round % 2 == 0 ? 6 : 1);
            nodes.write(wait.upid(), numbered(10 * round, 10 * round + 10));
            lab.seconds(3);
            others.forEach(TaskWait::leave);
        }
        nodes.end(wait.upid(), "OK");
        lab.seconds(10);

        assertThat(outcome(wait)).isEqualTo(new TaskOutcome.Succeeded());
        assertThat(lines).isEqualTo(all(200));
    }

    @Test
    void theOutcomeComesAfterTheLastLine() {
        TaskWait wait = lab.await(nodes.begin("pve1", Duration.ofMillis(60)), lines::add);
        List<List<String>> then = new ArrayList<>();
        wait.outcome().thenRun(() -> then.add(List.copyOf(lines)));
        lab.seconds(1);

        assertThat(then).containsExactly(List.of("TASK OK"));
        assertThat(nodes.count("pve1", "log")).isEqualTo(1);
    }

    @Test
    void aWaitThatIsResumedGoesOnWhereTheOtherWasCutOff() {
        TaskWait first = lab.await(nodes.begin("pve1"), lines::add);
        nodes.write(first.upid(), numbered(0, 7));
        lab.seconds(5);
        first.leave();
        nodes.write(first.upid(), numbered(7, 9));

        TaskWait second = lab.watcher.await(first.upid(), Instant.MAX, lines::add, first.linesSeen());
        assertThat(second.linesSeen()).isEqualTo(7);
        nodes.end(first.upid(), "OK");
        lab.seconds(5);
        assertThat(lines).isEqualTo(all(9));
        assertThat(second.linesSeen()).isEqualTo(10);
    }

    @Test
    void aLogThatNobodyListensToIsNotRead() {
        TaskWait wait = lab.begin("pve1", 1).get(0);
        nodes.write(wait.upid(), "progress 43% (read 923467776 bytes, duration 0 sec)");
        lab.seconds(10);
        nodes.end(wait.upid(), "OK");
        lab.seconds(5);

        assertThat(outcome(wait)).isEqualTo(new TaskOutcome.Succeeded());
        assertThat(nodes.count("pve1", "log")).isZero();
        assertThat(wait.progress()).isEmpty();
    }

    @Test
    void aRunningTaskIsReadOnceASecondAtMost() {
        lab.await(nodes.begin("pve1"), lines::add);
        lab.seconds(10);
        assertThat(nodes.count("pve1", "log")).isBetween(6L, 10L);
    }

    @Test
    void howFarATaskIsIsWhatItsLogSaidLast() {
        TaskWait wait = lab.await(nodes.begin("pve1"), lines::add);
        assertThat(wait.progress()).isEmpty();
        nodes.write(wait.upid(), "progress 43% (read 923467776 bytes, duration 0 sec)", "something else");
        lab.seconds(2);
        assertThat(wait.progress()).hasValue(43);
        nodes.write(wait.upid(), "progress 44% (read 923467776 bytes, duration 0 sec)");
        lab.seconds(2);
        assertThat(wait.progress()).hasValue(44);
    }

    @Test
    void aCrowdOfLogsIsReadWithinABudget() {
        for (int number = 0; number < 100; number++) {
            lab.await(nodes.begin("pve1"), line -> {});
        }
        lab.seconds(60);

        assertThat(nodes.count("pve1")).isBetween(60L, 120L);
        assertThat(nodes.count("pve1", "log")).isBetween(20L, 100L);
    }

    @Test
    void allLogsOfACrowdAreReadInTurn() {
        List<TaskWait> waits = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            waits.add(lab.await(nodes.begin("pve1"), line -> {}));
            nodes.write(waits.get(number).upid(), "one line");
        }
        lab.seconds(60);
        assertThat(waits).allSatisfy(wait -> assertThat(wait.linesSeen()).isEqualTo(1));
    }

    @Test
    void theEndsOfACrowdAreKeptBackForTheirLogsByAFewSecondsOnly() {
        List<TaskWait> waits = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            waits.add(lab.await(nodes.begin("pve1"), lines::add));
        }
        lab.seconds(60);
        waits.forEach(wait -> nodes.end(wait.upid(), "OK"));
        lab.seconds(5 + 3);

        assertThat(waits).allSatisfy(wait -> assertThat(outcome(wait)).isEqualTo(new TaskOutcome.Succeeded()));
        assertThat(lines).hasSize(100).containsOnly("TASK OK");
    }

    @Test
    void anOutcomeIsNotKeptBackForALogThatHangs() {
        try (VirtualPool pool = new VirtualPool(4)) {
            ScriptedNodes slow = new ScriptedNodes(pool, Duration.ZERO);
            TaskWatcher watcher = new TaskWatcher(slow, upid -> {}, pool, () -> 0);
            TaskWait wait = watcher.await(slow.begin("pve1", Duration.ofMillis(60)), Instant.MAX, lines::add);
            slow.cutOffLogs(Duration.ofSeconds(40));
            pool.advance(Duration.ofSeconds(5));
            assertThat(wait.outcome()).isNotDone();
            pool.advance(Duration.ofSeconds(1));
            assertThat(outcome(wait)).isEqualTo(new TaskOutcome.Succeeded());
            pool.advance(Duration.ofMinutes(1));
            assertThat(lines).isEmpty();
        }
    }

    @Test
    void theLastLinesAreTriedAgainAfterAShortOutage() {
        TaskWait wait = lab.await(nodes.begin("pve1"), lines::add);
        nodes.write(wait.upid(), numbered(0, 3));
        nodes.cutOffLogs(Duration.ZERO);
        lab.seconds(2);
        nodes.end(wait.upid(), "OK");
        lab.seconds(2);
        assertThat(wait.outcome()).isNotDone();
        nodes.restoreLogs();
        lab.seconds(4);

        assertThat(outcome(wait)).isEqualTo(new TaskOutcome.Succeeded());
        assertThat(lines).isEqualTo(all(3));
    }

    @Test
    void nothingIsToldAfterTheWaitWasLeft() {
        List<TaskWait> waits = new ArrayList<>();
        waits.add(lab.await(nodes.begin("pve1"), line -> {
            lines.add(line);
            waits.get(0).leave();
        }));
        nodes.write(waits.get(0).upid(), numbered(0, 3));
        lab.seconds(5);

        assertThat(lines).containsExactly("line 0");
        assertThat(failure(waits.get(0))).hasMessageContaining("no longer waiting");
        assertThat(lab.watcher.nodes()).isZero();
    }

    @Test
    void aListenerThatFailsEndsItsWaitAndNoOther() {
        TaskWait other = lab.await(nodes.begin("pve1"), TaskListener.NONE);
        TaskWait wait = lab.await(nodes.begin("pve1", Duration.ofMillis(60)), line -> {
            throw new UnsupportedOperationException("broken");
        });
        lab.seconds(5);

        assertThat(wait.outcome()).isCompletedExceptionally();
        assertThat(other.outcome()).isNotDone();
    }
}

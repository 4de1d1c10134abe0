package io.jenkins.plugins.proxmox.core.task;

import static io.jenkins.plugins.proxmox.core.task.WatchedNodes.failure;
import static io.jenkins.plugins.proxmox.core.task.WatchedNodes.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many awaited tasks of a node are looked up in one list. */
class TaskListWaitTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final WatchedNodes lab = new WatchedNodes();
    private final ScriptedNodes nodes = lab.nodes;

    @Test
    void fewTasksAreAskedForOneByOne() {
        lab.begin("pve1", 4);
        lab.seconds(10);

        assertThat(nodes.count("pve1", "list")).isZero();
        assertThat(nodes.count("pve1", "status")).isGreaterThan(4 * 20);
    }

    @Test
    void manyTasksAreLookedUpInOneList() {
        lab.begin("pve1", 5);
        lab.seconds(10);

        assertThat(nodes.count("pve1", "status")).isZero();
        assertThat(nodes.count("pve1", "list")).isBetween(10L, 20L);
    }

    @Test
    void eachNodeIsCountedByItself() {
        lab.begin("pve1", 4);
        lab.begin("pve2", 5);
        lab.seconds(10);

        assertThat(nodes.count("pve1", "list")).isZero();
        assertThat(nodes.count("pve2", "status")).isZero();
    }

    @Test
    void whenFewAreLeftTheyAreAskedForOneByOneAgain() {
        List<TaskWait> waits = lab.begin("pve1", 5);
        lab.seconds(10);
        nodes.end(waits.get(0).upid(), "OK");
        lab.seconds(2);
        assertThat(outcome(waits.get(0))).isEqualTo(new TaskOutcome.Succeeded());
        nodes.asked().clear();
        lab.seconds(10);
        assertThat(nodes.count("pve1", "list")).isZero();
        assertThat(nodes.count("pve1", "status")).isBetween(4L * 8, 4L * 14);

        nodes.asked().clear();
        lab.begin("pve1", 1);
        lab.seconds(10);
        assertThat(nodes.count("pve1", "status")).isZero();
        assertThat(nodes.count("pve1", "list")).isPositive();
    }

    @Test
    void whoLeavesIsNotCountedAnyMore() {
        List<TaskWait> waits = lab.begin("pve1", 5);
        lab.seconds(10);
        waits.get(0).leave();
        nodes.asked().clear();
        lab.seconds(10);

        assertThat(nodes.count("pve1", "list")).isZero();
        assertThat(nodes.count("pve1", "status")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OK",
                "WARNINGS: 2",
                "command 'zfs destroy' failed: exit code 1",
                "received interrupt",
                "unexpected status"
            })
    void anOutcomeIsTakenFromTheList(String exitStatus) {
        List<TaskWait> waits = lab.begin("pve1", 6);
        lab.seconds(10);
        nodes.end(waits.get(3).upid(), exitStatus);
        lab.seconds(2);

        assertThat(outcome(waits.get(3))).isEqualTo(TaskOutcome.of(exitStatus));
        assertThat(nodes.count("pve1", "status")).isZero();
    }

    @Test
    void whatBeganAndEndedBetweenTwoListsIsNoticed() {
        lab.begin("pve1", 5);
        lab.seconds(60);
        TaskWait brief = lab.await(nodes.begin("pve1", Duration.ofMillis(30)), TaskListener.NONE);
        lab.advance(Duration.ofMillis(70));

        assertThat(outcome(brief)).isEqualTo(new TaskOutcome.Succeeded());
        assertThat(nodes.count("pve1", "status")).isZero();
    }

    @Test
    void aTaskThatTheListDoesNotShowIsAskedForByItself() {
        List<TaskWait> waits = lab.begin("pve1", 6);
        nodes.hide(waits.get(2).upid());
        lab.seconds(10);
        long asked = nodes.count("pve1", "status");
        assertThat(asked).isBetween(3L, 15L);

        nodes.end(waits.get(2).upid(), "OK");
        lab.seconds(5);
        assertThat(outcome(waits.get(2))).isEqualTo(new TaskOutcome.Succeeded());
        assertThat(waits.get(1).outcome()).isNotDone();
    }

    @Test
    void aTaskThatIsShownAgainIsNotAskedForByItselfAnyMore() {
        List<TaskWait> waits = lab.begin("pve1", 6);
        lab.seconds(10);
        nodes.end(waits.get(0).upid(), "OK");
        nodes.end(waits.get(1).upid(), "OK");
        lab.seconds(5);
        nodes.asked().clear();
        lab.begin("pve1", 2);
        lab.seconds(10);

        assertThat(nodes.count("pve1", "status")).isZero();
    }

    @Test
    void aTaskThatVanishedIsGivenFiveSecondsInAListToo() {
        List<TaskWait> waits = lab.begin("pve1", 6);
        nodes.forget(waits.get(2).upid());
        lab.seconds(4);
        assertThat(waits.get(2).outcome()).isNotDone();
        lab.seconds(4);
        assertThat(outcome(waits.get(2))).isEqualTo(new TaskOutcome.Vanished());
    }

    @Test
    void withoutListsEveryTaskIsAskedForWithinTheBudget() {
        nodes.failLists(new ProxmoxException(new Problem.Other(), "unable to read the list"));
        List<TaskWait> waits = lab.begin("pve1", 8);
        lab.seconds(30);
        assertThat(nodes.count("pve1")).isLessThan(2 * 30);

        nodes.end(waits.get(7).upid(), "OK");
        lab.seconds(10);
        assertThat(outcome(waits.get(7))).isEqualTo(new TaskOutcome.Succeeded());
    }

    @Test
    void aRefusalOfTheCredentialsEndsAllWaitsWithOneCall() {
        nodes.failLists(new ProxmoxException(new Problem.Authentication(), "invalid token value!"));
        List<TaskWait> waits = lab.begin("pve1", 8);
        lab.seconds(1);

        assertThat(waits).allSatisfy(wait -> assertThat(failure(wait)).hasMessage("invalid token value!"));
        assertThat(nodes.asked()).hasSize(1);
    }

    @Test
    void aBrokenAnswerEndsTheWaitsRatherThanLettingThemHang() {
        Upid unheardOf = Upid.parse("UPID:pve1:00000001:00000001:6B02F6A6:qmstart:101:root@pam!lab:");
        lab.begin("pve1", 5);
        TaskWait wait = lab.await(unheardOf, TaskListener.NONE);
        lab.seconds(1);

        assertThat(wait.outcome()).isCompletedExceptionally();
    }

    @Test
    void aDeadlineIsKeptAfterALastLook() {
        lab.begin("pve1", 6);
        lab.seconds(60);
        Upid running = nodes.begin("pve1");
        Upid ended = nodes.begin("pve1", Duration.ofMillis(119_900));
        TaskWait late = lab.watcher.await(running, lab.timing.now().plusSeconds(120), TaskListener.NONE);
        TaskWait inTime = lab.watcher.await(ended, lab.timing.now().plusSeconds(120), TaskListener.NONE);

        lab.advance(SECOND.multipliedBy(120).minusMillis(1));
        assertThat(late.outcome()).isNotDone();
        lab.seconds(2);
        assertThat(failure(late).problem()).isEqualTo(new Problem.TimedOut());
        assertThat(outcome(inTime)).isEqualTo(new TaskOutcome.Succeeded());
    }

    @Test
    void twoMayWaitForTheSameTask() {
        List<TaskWait> waits = lab.begin("pve1", 5);
        TaskWait second = lab.await(waits.get(0).upid(), TaskListener.NONE);
        lab.seconds(1);
        nodes.end(waits.get(0).upid(), "OK");
        lab.seconds(2);

        assertThat(outcome(waits.get(0))).isEqualTo(outcome(second));
    }
}

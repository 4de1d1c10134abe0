package io.jenkins.plugins.proxmox.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.guest.BackupOptions;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.RestoreCall;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksTest extends OnEveryRelease {
    private static final Upid UNKNOWN = Upid.parse("UPID:pve1:00000001:00000001:6B02F6A6:qmstart:101:root@pam:");

    private Guest build;

    @BeforeEach
    void build() {
        build = lab.cluster.guests().get("build");
    }

    @Test
    void aTaskThatItsNodeDoesNotKnowIsNotFound() {
        Tasks tasks = lab.cluster.tasks();
        assertThat(tasks.find(UNKNOWN)).isEmpty();
        assertThat(tasks.task(UNKNOWN).status().outcome()).contains(new TaskOutcome.Vanished());
        assertThat(tasks.task(UNKNOWN).log()).isEmpty();
        assertThat(tasks.task(UNKNOWN).progress()).isEmpty();
        assertFailure(Problem.NotFound.class, () -> tasks.task(UNKNOWN).stop());
    }

    @Test
    void aTaskIsFoundAgainByItsText() {
        String text = build.start().toString();
        Task task = lab.cluster.tasks().find(Upid.parse(text)).orElseThrow();
        task.await(MINUTE);
        assertThat(task.status().running()).isFalse();
        assertThat(task.log()).last().isEqualTo("TASK OK");
    }

    @Test
    void whatWasDoneWithinTheCallLooksLikeATask() {
        Task done = lab.cluster.tasks().done();
        assertThat(done.upid()).isEmpty();
        assertThat(done.await(MINUTE)).isEqualTo(new TaskOutcome.Succeeded());
        assertThat(done.status().running()).isFalse();
        assertThat(done.log()).isEmpty();
        done.stop();
        assertThat(lab.changes()).isEmpty();
        assertThat(done).hasToString("done");
    }

    @Test
    void aWaitThatIsOverLeavesTheTaskAlone() {
        try (Hold hold = lab.proxmox.tasks().hold("qmstart")) {
            Task task = build.start();
            hold.awaitTask();
            assertFailure(Problem.TimedOut.class, () -> task.await(Duration.ofMillis(1)))
                    .hasMessageContaining("still running");
            assertThat(task.status().running()).isTrue();
            assertThat(lab.changes()).noneMatch(call -> call.startsWith("DELETE"));
        }
    }

    @Test
    void whoIsInterruptedWhileWaitingIsToldAndTheTaskLeftAlone() {
        try (Hold hold = lab.proxmox.tasks().hold("qmstart")) {
            Task task = build.start();
            hold.awaitTask();
            Thread.currentThread().interrupt();
            assertFailure(Problem.Cancelled.class, () -> task.await(MINUTE)).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            assertThat(task.status().running()).isTrue();
        }
    }

    @Test
    void aTaskThatSomebodyStopsFails() {
        try (Hold hold = lab.proxmox.tasks().hold("qmstart")) {
            Task task = build.start();
            hold.awaitTask();
            CompletableFuture<TaskOutcome> end = task.outcome(MINUTE, TaskListener.NONE);
            task.stop();
            assertThat(end.join()).isInstanceOf(TaskOutcome.Interrupted.class);
            assertFailure(Problem.TaskFailed.class, () -> task.await(MINUTE))
                    .hasMessageContaining("stopped by somebody else");
            task.stop();
        }
    }

    @Test
    void aTaskThatDiesIsNeitherGoodNorBad() {
        lab.proxmox.faults().task("qmstart").dies();
        assertFailure(Problem.OutcomeUnknown.class, () -> build.start().await(MINUTE))
                .hasMessageContaining("look at the guest");
    }

    @Test
    void warningsAreASuccess() {
        lab.proxmox.faults().task("qmstart").warns("the clock is wrong");
        List<String> lines = new ArrayList<>();
        assertThat(build.start().await(MINUTE, lines::add)).isEqualTo(new TaskOutcome.SucceededWithWarnings(1));
        assertThat(lines).anyMatch(line -> line.contains("the clock is wrong"));
    }

    @Test
    void aRestoreTellsHowFarItIs() {
        Guest web = lab.cluster.guests().get("web");
        Task backup = web.backups().make(BackupOptions.to("local"));
        backup.await(MINUTE);
        RestoreCall call = RestoreCall.asNew(web.backups().archive(backup, "local"), new VmId(300));
        Task restore =
                lab.cluster.nodes().of("pve1").virtualMachines().restore(call).task();
        restore.await(MINUTE);
        assertThat(restore.progress()).hasValue(100);
        assertThat(build.start().progress()).isEmpty();
    }

    @Test
    void areSearchedByWhatTheyAre() {
        Task started = build.start();
        started.await(MINUTE);
        lab.proxmox.faults().task("qmstop").fails("it goes on");
        Task failed = build.stop();
        failed.outcome(MINUTE, TaskListener.NONE).join();
        Instant begun = started.upid().orElseThrow().started();

        assertThat(search(TaskFilter.all()))
                .contains(started.upid().get(), failed.upid().get());
        assertThat(search(TaskFilter.ended().failed()))
                .containsExactly(failed.upid().get());
        assertThat(search(TaskFilter.all().ending(TaskFilter.Ending.ERROR)))
                .containsExactly(failed.upid().get());
        assertThat(search(TaskFilter.all().ending(TaskFilter.Ending.OK)))
                .containsExactly(started.upid().get());
        assertThat(search(TaskFilter.all().type("qmstop")))
                .containsExactly(failed.upid().get());
        assertThat(search(TaskFilter.all().vmid(new VmId(101)))).isEmpty();
        assertThat(search(TaskFilter.all().user("root@pam"))).hasSize(2);
        assertThat(search(TaskFilter.all().user("nobody"))).isEmpty();
        assertThat(search(TaskFilter.all().since(begun))).hasSize(2);
        assertThat(search(TaskFilter.all().until(begun.minusSeconds(10)))).isEmpty();
        assertThat(search(TaskFilter.all().page(0, 1))).hasSize(1);
        assertThat(search(TaskFilter.all().page(2, 1))).isEmpty();
    }

    @Test
    void thoseThatRunAreTold() {
        try (Hold hold = lab.proxmox.tasks().hold("qmstart")) {
            Optional<Upid> upid = build.start().upid();
            hold.awaitTask();
            assertThat(lab.cluster.node("pve2").tasks(TaskFilter.active()))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(Optional.of(entry.upid())).isEqualTo(upid);
                        assertThat(entry.running()).isTrue();
                        assertThat(entry.ended()).isEmpty();
                        assertThat(entry.outcome()).isEmpty();
                    });
        }
    }

    @Test
    void ofAnUnknownNodeThereAreNone() {
        assertFailure(Problem.NotFound.class, () -> lab.cluster.tasks().search("pve3", TaskFilter.all()))
                .hasMessageContaining("pve3");
    }

    private List<Upid> search(TaskFilter filter) {
        return lab.cluster.tasks().search("pve2", filter).stream()
                .map(TaskEntry::upid)
                .toList();
    }
}

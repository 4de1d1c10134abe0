package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskEntry;
import io.jenkins.plugins.proxmox.core.task.TaskFilter;
import io.jenkins.plugins.proxmox.core.task.TaskListener;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import io.jenkins.plugins.proxmox.core.task.TaskStatus;
import io.jenkins.plugins.proxmox.core.task.Upid;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TasksExamplesTest extends LibraryExamples {
    private final List<String> out = new CopyOnWriteArrayList<>();

    private void print(Object text) {
        out.add(text.toString());
    }

    @Test
    void await() {
        Guest guest = cluster.guests().get("build");
        // example
        Task task = guest.start();
        TaskOutcome outcome = task.await(Duration.ofMinutes(2), line -> print(line)); // throws if it fails
        if (outcome instanceof TaskOutcome.SucceededWithWarnings warned) {
            print(warned.warnings() + " warnings");
        }
        // end
        assertThat(out).contains("TASK OK");
    }

    @Test
    void threads() {
        Guest guest = cluster.guests().get("build");
        // example
        CompletableFuture<TaskOutcome> end = guest.start().outcome(Duration.ofMinutes(2), TaskListener.NONE);
        end.thenAccept(outcome -> print("Ended: " + outcome.succeeded())); // no thread waits meanwhile
        // end
        end.join();
        assertThat(proxmox.cluster().await(cluster -> out.contains("Ended: true")))
                .isTrue();
    }

    @Test
    void search() {
        Guest guest = cluster.guests().get("build");
        Upid upid = guest.start().upid().orElseThrow();
        cluster.tasks().task(upid).await(MINUTE);
        Instant lastWeek = Instant.now().minus(Duration.ofDays(7));
        // example
        TaskFilter filter = TaskFilter.all()
                .vmid(new VmId(102))
                .type("qmstart")
                .since(lastWeek)
                .page(0, 20);
        for (TaskEntry entry : cluster.node("pve2").tasks(filter)) {
            print(entry.upid().type() + " "
                    + (entry.running() ? "runs" : "ended at " + entry.ended().orElseThrow()));
        }
        // end
        assertThat(out).singleElement().asString().startsWith("qmstart ended at ");
    }

    @Test
    void stop() {
        embedded(102).ignoresShutdown().running();
        Guest guest = cluster.guests().get("build");
        String text = guest.shutdown(Duration.ofMinutes(10), false).toString();
        // example
        Task task = cluster.tasks().find(Upid.parse(text)).orElseThrow(); // wherever the text was kept
        TaskStatus status = task.status();
        if (status.running()) {
            task.progress().ifPresent(percent -> print(percent + "%")); // of those that tell
            task.log().forEach(line -> print(line));
            task.stop();
        }
        // end
        assertThat(status.running()).isTrue();
        assertThat(task.outcome(MINUTE, TaskListener.NONE).join()).isInstanceOf(TaskOutcome.Interrupted.class);
    }
}

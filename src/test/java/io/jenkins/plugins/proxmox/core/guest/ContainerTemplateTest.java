package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.task.Task;
import io.jenkins.plugins.proxmox.core.task.TaskListener;
import io.jenkins.plugins.proxmox.core.task.TaskOutcome;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxmox VE does not tell which task makes a container a template; of a VM it does. */
class ContainerTemplateTest extends OnEveryRelease {
    @ParameterizedTest
    @CsvSource({"build, qmtemplate", "tools, vztemplate"})
    void theTaskIsKnownAndReallyWaitedFor(String name, String type) {
        Guest guest = lab.cluster.guests().get(name);
        CompletableFuture<TaskOutcome> end;
        try (Hold hold = lab.proxmox.tasks().hold(type)) {
            Task task = guest.convertToTemplate();
            hold.awaitTask();
            end = task.outcome(MINUTE, TaskListener.NONE);

            assertThat(task.upid())
                    .hasValueSatisfying(upid -> assertThat(upid.type()).isEqualTo(type));
            assertThat(task.status().running()).isTrue();
            assertThat(end).isNotDone();
            assertThat(lab.embedded(guest.vmid().number()).isTemplate()).isFalse();
        }
        assertThat(end.join().succeeded()).isTrue();
        assertThat(guest.status().template()).isTrue();
    }

    @Test
    void anotherTryIsNotTakenForTheOneBefore() {
        Guest guest = lab.cluster.guests().get("tools");
        lab.proxmox.faults().task("vztemplate").fails("no space left on device");
        Task first = guest.convertToTemplate();
        Assertions.assertThatThrownBy(() -> first.await(MINUTE)).isInstanceOf(ProxmoxException.class);

        Task second = guest.convertToTemplate();
        second.await(MINUTE);

        assertThat(second.upid()).isPresent().isNotEqualTo(first.upid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "cache"})
    void aRunningGuestIsRefused(String name) {
        assertFailure(
                        Problem.WrongState.class,
                        () -> lab.cluster.guests().get(name).convertToTemplate().await(MINUTE))
                .hasMessageContaining("is running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void aGuestWithSnapshotsIsRefused(String name) {
        Guest guest = lab.cluster.guests().get(name);
        guest.snapshots().take(new SnapshotName("clean"), Optional.empty()).await(MINUTE);
        Assertions.assertThatThrownBy(() -> guest.convertToTemplate().await(MINUTE))
                .hasMessageContaining("contains snapshots");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void aTemplateIsRefused(String name) {
        Assertions.assertThatThrownBy(
                        () -> lab.cluster.guests().get(name).convertToTemplate().await(MINUTE))
                .hasMessageContaining("template");
    }
}

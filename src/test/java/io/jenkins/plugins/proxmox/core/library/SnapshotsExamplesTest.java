package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.GuestStatus;
import io.jenkins.plugins.proxmox.core.guest.Snapshot;
import io.jenkins.plugins.proxmox.core.guest.SnapshotTree;
import io.jenkins.plugins.proxmox.core.guest.Snapshots;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsExamplesTest extends LibraryExamples {
    @ParameterizedTest
    @ValueSource(strings = {"web", "cache"})
    void snapshots(String name) {
        Guest guest = cluster.guests().get(name);
        // example
        Duration patience = Duration.ofMinutes(10);
        Snapshots snapshots = guest.snapshots();
        SnapshotName clean = new SnapshotName("clean");
        SnapshotName installed = new SnapshotName("installed");

        snapshots.take(clean, Optional.of("Fresh from the template")).await(patience);
        snapshots.take(installed, Optional.empty()).await(patience);
        snapshots.describe(installed, "With all that the tests need");

        SnapshotTree tree = snapshots.tree(); // clean, and installed that builds on it
        Snapshot oldest = tree.roots().get(0).snapshot();

        snapshots.rollBack(clean).await(patience); // the guest is off then
        snapshots.rollBackAndStart(clean).await(patience); // the start goes on after the task's end
        guest.awaitStatus(GuestStatus::running, Duration.ofMinutes(1));

        snapshots.delete(installed, false).await(patience); // true: forget it even if the storage can't delete it
        // end
        assertThat(oldest.description()).isEqualTo("Fresh from the template");
        assertThat(tree.line()).extracting(Snapshot::name).containsExactly("clean", "installed");
        assertThat(snapshots.list()).extracting(Snapshot::name).containsExactly("clean");
        assertThat(tree.roots().get(0).children().get(0).snapshot().description())
                .isEqualTo("With all that the tests need");
    }

    @Test
    void memory() {
        Guest guest = cluster.guests().get("web");
        // example
        SnapshotName running = new SnapshotName("running");
        guest.snapshots().takeWithMemory(running, Optional.empty()).await(Duration.ofMinutes(10)); // VMs only
        guest.snapshots().rollBack(running).await(Duration.ofMinutes(10)); // and it runs on from there
        // end
        assertThat(guest.snapshots().get(running).ram()).isTrue();
        assertThat(guest.ready()).isTrue();
    }
}

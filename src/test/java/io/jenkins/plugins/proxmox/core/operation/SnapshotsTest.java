package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {
    @ParameterizedTest
    @CsvSource({"V7, 102", "V8, 102", "V9, 102", "V7, 202", "V8, 202", "V9, 202"})
    void whatChangedAfterASnapshotIsUndoneByARollback(PveVersion version, int vmid) throws IOException {
        try (Lab lab = Lab.start(version)) {
            String guest = String.valueOf(vmid);
            Map<String, Object> snapshot = lab.run(new TakeSnapshot(guest, "clean", "before the tests", false));
            lab.proxmox.cluster().guest(vmid).orElseThrow().set("cores", "7");

            GuestFacts after = lab.run(new RollBack(guest, "clean", false));

            assertThat(snapshot)
                    .containsEntry("vmid", vmid)
                    .containsEntry("name", "clean")
                    .containsEntry("description", "before the tests")
                    .containsEntry("ram", false)
                    .extractingByKey("time")
                    .isNotNull();
            assertThat(lab.proxmox.cluster().guest(vmid).orElseThrow().config().get("cores"))
                    .isNotEqualTo("7");
            assertThat(after.status()).isEqualTo("stopped");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {102, 202})
    void aRollbackWithStartLeavesTheGuestRunning(int vmid) throws IOException {
        try (Lab lab = Lab.start()) {
            lab.run(new TakeSnapshot("" + vmid, "clean", null, false));

            GuestFacts after = lab.run(new RollBack("" + vmid, "clean", true));

            assertThat(after.status()).isEqualTo("running");
            assertThat(lab.proxmox.cluster().guest(vmid).orElseThrow().status()).isEqualTo("running");
        }
    }

    @Test
    void aSnapshotWithMemoryGoesOnRunningAfterARollback() throws IOException {
        try (Lab lab = Lab.start()) {
            assertThat(lab.run(new TakeSnapshot("web", "live", null, true))).containsEntry("ram", true);

            assertThat(lab.run(new RollBack("web", "live", false)).status()).isEqualTo("running");
            assertThat(lab.proxmox.tasks().ofType("qmstart")).isEmpty();
        }
    }

    @Test
    void aRunningGuestIsStoppedByARollbackWithoutMemory() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.run(new TakeSnapshot("web", "disk-only", null, false));

            assertThat(lab.run(new RollBack("web", "disk-only", false)).status())
                    .isEqualTo("stopped");
        }
    }

    @Test
    void aNameIsGivenOnlyOnce() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.run(new TakeSnapshot("web", "clean", null, false));

            assertThatThrownBy(() -> lab.run(new TakeSnapshot("web", "clean", null, false)))
                    .hasMessage("There is a snapshot 'clean' of web (101) already; expected is a new name");
            assertThat(lab.proxmox.tasks().ofType("qmsnapshot")).hasSize(1);
        }
    }

    @Test
    void anUnknownSnapshotIsRefusedWithTheOnesThereAre() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.run(new TakeSnapshot("web", "clean", null, false));
            long before = lab.changes();

            assertThatThrownBy(() -> lab.run(new RollBack("web", "dirty", false)))
                    .hasMessage("There is no snapshot 'dirty' of web (101); expected is one of clean");
            assertThat(lab.changes()).isEqualTo(before);
        }
    }

    @Test
    void aLockIsWaitedOutAndThenTheSnapshotIsTakenOnce() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.cluster().guest(101).orElseThrow().lock("backup");
            OperationRun<Map<String, Object>> run = lab.begin(new TakeSnapshot("web", "clean", null, false));
            lab.proxmox
                    .tasks()
                    .awaitTask(task -> task.exitStatus()
                            .filter("VM is locked (backup)"::equals)
                            .isPresent());

            lab.proxmox.cluster().guest(101).orElseThrow().unlock();

            assertThat(Lab.result(run)).containsEntry("name", "clean");
            assertThat(lab.proxmox.cluster().guest(101).orElseThrow().snapshots())
                    .containsExactly("clean");
            assertThat(lab.console).anyMatch(line -> line.contains("waiting: VM is locked (backup)"));
        }
    }

    @Test
    void whatATaskSaysOfItsFailureReachesPeople() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.proxmox.faults().task("qmsnapshot").fails("snapshot feature is not available");

            assertThatThrownBy(() -> lab.run(new TakeSnapshot("web", "clean", null, false)))
                    .hasMessage("Taking snapshot clean of web (101) on pve1 failed: snapshot feature is not available");
        }
    }

    @Test
    void onlyTheGuestThatIsMeantIsTakenAndRolledBack() throws IOException {
        try (Lab lab = Lab.start()) {
            lab.run(new CloneGuest(new CloneRequest("debian-12").vmid(555)));
            String description =
                    lab.proxmox.cluster().guest(555).orElseThrow().config().get("description");
            Mark mark = Mark.in(description).stream().findFirst().orElseThrow();
            Mark another = new Mark(mark.controller(), mark.vmid(), "another", mark.owner(), Optional.empty());

            lab.run(TakeSnapshot.ofMarked(mark, "clean", "before the first build", false));
            assertThat(lab.run(RollBack.marked(mark, "clean", true)).status()).isEqualTo("running");

            long changes = lab.changes();
            assertThatThrownBy(() -> lab.run(TakeSnapshot.ofMarked(another, "more", null, false)))
                    .hasMessageContaining("is another guest by now");
            assertThatThrownBy(() -> lab.run(RollBack.marked(another, "clean", true)))
                    .hasMessageContaining("is another guest by now");
            assertThat(lab.changes()).isEqualTo(changes);
        }
    }
}

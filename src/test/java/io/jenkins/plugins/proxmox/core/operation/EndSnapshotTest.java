package io.jenkins.plugins.proxmox.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndSnapshotTest {
    private static final String ID = "the-operation";

    private final Lab lab = Lab.start();

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private static Mark mark(int vmid) {
        return new Mark("none", new VmId(vmid), ID, "", Optional.empty());
    }

    private Map<String, Object> take(int vmid, String id) {
        return Lab.result(lab.runner.start(
                id,
                TakeSnapshot.marked("" + vmid, "clean", "before the tests", false),
                OperationOptions.within(Duration.ofMinutes(1)),
                lab.console::add,
                Checkpoints.NONE));
    }

    private EmbeddedGuest guest(int vmid) {
        return lab.proxmox.cluster().guest(vmid).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"101, true, running", "101, false, stopped", "102, true, running", "202, false, stopped"})
    void theGuestGoesBackAndTheSnapshotGoesAway(int vmid, boolean start, String status) {
        boolean ran = guest(vmid).status().equals("running");
        assertThat(take(vmid, ID)).containsEntry("running", ran);
        guest(vmid).set("cores", "7");

        assertThat(lab.run(new EndSnapshot(mark(vmid), "clean", true, start))).isTrue();

        assertThat(guest(vmid).snapshots()).isEmpty();
        assertThat(guest(vmid).config().get("cores")).isNotEqualTo("7");
        assertThat(guest(vmid).status()).isEqualTo(status);
    }

    @Test
    void whoDoesNotWantToGoBackOnlyLosesTheSnapshot() {
        take(101, ID);
        guest(101).set("cores", "7");

        lab.run(new EndSnapshot(mark(101), "clean", false, true));

        assertThat(guest(101).snapshots()).isEmpty();
        assertThat(guest(101).config()).containsEntry("cores", "7");
        assertThat(guest(101).status()).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSnapshotOfSomebodyElseIsNotTouched(boolean rollBack) {
        take(101, "another");
        long changes = lab.changes();

        assertThat(lab.run(new EndSnapshot(mark(101), "clean", rollBack, false)))
                .isFalse();

        assertThat(lab.changes()).isEqualTo(changes);
        assertThat(guest(101).snapshots()).containsExactly("clean");
    }

    @Test
    void aSnapshotOrGuestThatIsGoneIsFine() {
        assertThat(lab.run(new EndSnapshot(mark(101), "clean", true, true))).isFalse();
        assertThat(lab.run(new EndSnapshot(mark(4711), "clean", true, true))).isFalse();
        assertThat(lab.changes()).isZero();
    }

    @Test
    void aGuestWithANewerSnapshotIsNotTakenBack() {
        take(101, ID);
        lab.run(new TakeSnapshot("101", "newer", null, false));
        long changes = lab.changes();

        assertThatThrownBy(() -> lab.run(new EndSnapshot(mark(101), "clean", true, true)))
                .hasMessageContaining(
                        "web (101) on pve1 was not taken back to its snapshot 'clean', which is not the newest"
                                + " any more: its state builds on 'newer'. The snapshot was kept");
        assertThat(lab.changes()).isEqualTo(changes);

        lab.run(new EndSnapshot(mark(101), "clean", false, true));
        assertThat(guest(101).snapshots()).containsExactly("newer");
    }
}

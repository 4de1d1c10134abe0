package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest extends OnEveryRelease {
    private static final SnapshotName CLEAN = new SnapshotName("clean");
    private static final SnapshotName LATER = new SnapshotName("later");

    private Snapshots of(String name) {
        return lab.cluster.guests().get(name).snapshots();
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void anUnknownOneIsNamedWithTheOnesThereAre(String name) {
        Snapshots snapshots = of(name);
        assertFailure(Problem.NotFound.class, () -> snapshots.get(CLEAN))
                .hasMessageMatching("There is no snapshot 'clean' of .* on pve2; it has none");
        snapshots.take(LATER, Optional.empty()).await(MINUTE);
        snapshots.take(new SnapshotName("base"), Optional.empty()).await(MINUTE);
        assertFailure(Problem.NotFound.class, () -> snapshots.get(CLEAN))
                .hasMessageEndingWith("expected is one of base, later");
        assertThat(snapshots.find(CLEAN)).isEmpty();
        assertThat(snapshots.find(LATER)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void anUnknownOneCanNeitherBeChangedNorUsed(String name) {
        Snapshots snapshots = of(name);
        assertFailure(Problem.NotFound.class, () -> snapshots.describe(CLEAN, "text"));
        assertFailure(Problem.NotFound.class, () -> snapshots.rollBack(CLEAN).await(MINUTE));
        assertFailure(
                Problem.NotFound.class, () -> snapshots.rollBackAndStart(CLEAN).await(MINUTE));
        assertFailure(
                Problem.NotFound.class, () -> snapshots.delete(CLEAN, false).await(MINUTE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void aNameIsGivenOnce(String name) {
        Snapshots snapshots = of(name);
        snapshots.take(CLEAN, Optional.of("the first")).await(MINUTE);
        assertFailure(
                        Problem.AlreadyExists.class,
                        () -> snapshots.take(CLEAN, Optional.of("the second")).await(MINUTE))
                .hasMessageContaining("clean");
        assertThat(snapshots.get(CLEAN).description()).isEqualTo("the first");
    }

    @Test
    void theMemoryOfAContainerIsRefused() {
        assertFailure(Problem.Unsupported.class, () -> of("cache").takeWithMemory(CLEAN, Optional.empty()))
                .hasMessage("A snapshot of the container 201 on pve1 can't hold its memory, only those of VMs can");
        assertThat(lab.changes()).isEmpty();
    }

    @Test
    void theMemoryOfARunningVirtualMachineIsPartOfIt() {
        of("web").takeWithMemory(CLEAN, Optional.empty()).await(MINUTE);
        of("web").take(LATER, Optional.empty()).await(MINUTE);
        assertThat(of("web").get(CLEAN).ram()).isTrue();
        assertThat(of("web").get(LATER).ram()).isFalse();
    }

    @Test
    void ofATemplateThereAreNone() {
        assertFailure(
                Problem.Unsupported.class,
                () -> of("debian-12").take(CLEAN, Optional.empty()).await(MINUTE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void buildOnThoseThatWereThere(String name) {
        Snapshots snapshots = of(name);
        snapshots.take(CLEAN, Optional.empty()).await(MINUTE);
        snapshots.take(LATER, Optional.empty()).await(MINUTE);
        snapshots.rollBack(CLEAN).await(MINUTE);
        snapshots.take(new SnapshotName("other"), Optional.empty()).await(MINUTE);

        SnapshotTree tree = snapshots.tree();
        assertThat(tree.roots()).singleElement().satisfies(root -> {
            assertThat(root.snapshot().name()).isEqualTo("clean");
            assertThat(root.children())
                    .extracting(child -> child.snapshot().name())
                    .containsExactlyInAnyOrder("later", "other");
        });
        assertThat(tree.current()).contains("other");
        assertThat(tree.line()).extracting(Snapshot::name).containsExactly("clean", "other");
    }
}

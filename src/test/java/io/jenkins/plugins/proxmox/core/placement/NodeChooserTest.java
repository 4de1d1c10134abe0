package io.jenkins.plugins.proxmox.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.NodeEntry;
import io.jenkins.plugins.proxmox.core.guest.Resources;
import io.jenkins.plugins.proxmox.core.storage.StorageEntry;
import io.jenkins.plugins.proxmox.core.value.DataSize;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeChooserTest {
    private static final Demand SMALL = new Demand(GuestType.VIRTUAL_MACHINE, DataSize.ofGiB(4), 2, Map.of(), Set.of());
    private static final Map<String, String> NONE = Map.of();

    private final NodeChooser spread = new NodeChooser(Strategy.SPREAD, Map.of());
    private final NodeChooser pack = new NodeChooser(Strategy.PACK, Map.of());

    @Test
    void spreadTakesTheOneWithTheMostToSpare() {
        Resources cluster = nodes(node("a", 40, 64, 0.1), node("b", 10, 64, 0.1), node("c", 20, 64, 0.1));

        assertThat(spread.rank(cluster, SMALL, NONE).nodes()).containsExactly("b", "c", "a");
    }

    @Test
    void packTakesTheBusiestThatHasRoom() {
        Resources cluster = nodes(node("a", 40, 64, 0.1), node("b", 10, 64, 0.1), node("c", 62, 64, 0.1));

        Ranking ranking = pack.rank(cluster, SMALL, NONE);

        assertThat(ranking.nodes()).containsExactly("a", "b");
        assertThat(ranking.reasonsText()).isEqualTo("c has 2048 MiB of memory to spare, 4096 MiB are needed");
    }

    @Test
    void aBusyProcessorCountsLikeMemory() {
        Resources cluster = nodes(node("a", 10, 64, 0.9), node("b", 40, 64, 0.1));

        assertThat(spread.rank(cluster, SMALL, NONE).nodes()).containsExactly("b", "a");
    }

    @Test
    void aVmNeedsANodeWithAsManyProcessors() {
        Resources cluster = nodes(node("a", 10, 64, 0.1));
        Demand machine = new Demand(GuestType.VIRTUAL_MACHINE, DataSize.ofGiB(4), 17, Map.of(), Set.of());
        Demand container = new Demand(GuestType.CONTAINER, DataSize.ofGiB(4), 17, Map.of(), Set.of());

        Ranking ranking = spread.rank(cluster, machine, NONE);

        assertThat(ranking.nodes()).isEmpty();
        assertThat(ranking.reasonsText()).isEqualTo("a has 16 processors, 17 are needed");
        assertThat(spread.rank(cluster, container, NONE).nodes()).containsExactly("a");
        assertThat(spread.rank(nodes(blind("a")), machine, NONE).nodes())
                .as("nothing is known of it")
                .containsExactly("a");
    }

    /** The processors of a node may be promised more than once, but not while another one has some left. */
    @Test
    void packFillsNoNodeThatHasNoProcessorsLeftBeforeTheOthers() {
        Resources cluster =
                nodes(node("a", 10, 64, 0.95), node("b", 10, 64, 0.5), node("c", 10, 64, 0.1), node("d", 10, 64, 0.99));

        assertThat(pack.rank(cluster, SMALL, NONE).nodes()).containsExactly("b", "c", "a", "d");
        assertThat(spread.rank(cluster, SMALL, NONE).nodes()).containsExactly("c", "b", "a", "d");
    }

    @Test
    void whatIsAboutToStartCounts() {
        Resources cluster = nodes(node("a", 10, 64, 0.1), node("b", 12, 64, 0.1));
        NodeChooser chooser = new NodeChooser(Strategy.SPREAD, Map.of("a", Expected.NOTHING.and(SMALL)));

        assertThat(chooser.rank(cluster, SMALL, NONE).nodes()).containsExactly("b", "a");
    }

    @Test
    void whatIsAboutToStartLeavesNoRoom() {
        Resources cluster = nodes(node("a", 54, 64, 0.1));
        Expected two = Expected.NOTHING.and(SMALL).and(SMALL);

        assertThat(spread.rank(cluster, SMALL, NONE).nodes()).containsExactly("a");
        assertThat(new NodeChooser(Strategy.SPREAD, Map.of("a", two))
                        .rank(cluster, SMALL, NONE)
                        .nodes())
                .isEmpty();
    }

    @Test
    void onlyAllowedNodesAreTakenAndUnknownOnesAreTold() {
        Resources cluster = nodes(node("a", 10, 64, 0.1), node("b", 40, 64, 0.1));
        Demand demand = new Demand(GuestType.VIRTUAL_MACHINE, DataSize.ofGiB(4), 2, Map.of(), Set.of("b", "x"));

        Ranking ranking = spread.rank(cluster, demand, NONE);

        assertThat(ranking.nodes()).containsExactly("b");
        assertThat(ranking.reasons()).containsOnlyKeys("x");
    }

    @Test
    void nodesThatAreDownOrWereTriedAreLeftOut() {
        NodeEntry down = new NodeEntry(
                "down",
                false,
                OptionalDouble.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Resources cluster = nodes(down, node("a", 10, 64, 0.1), node("b", 40, 64, 0.1));

        Ranking ranking = spread.rank(cluster, SMALL, Map.of("a", "failed a minute ago"));

        assertThat(ranking.nodes()).containsExactly("b");
        assertThat(ranking.reasonsText()).isEqualTo("a failed a minute ago; down is offline");
    }

    @Test
    void nodesWithoutFiguresComeLastAndTakeTurns() {
        NodeEntry blind = blind("a");
        Resources cluster = nodes(blind, blind("b"), node("c", 60, 64, 0.9));

        assertThat(spread.rank(cluster, SMALL, NONE).nodes()).containsExactly("c", "a", "b");
        assertThat(new NodeChooser(Strategy.SPREAD, Map.of("a", Expected.NOTHING.and(SMALL)))
                        .rank(cluster, SMALL, NONE)
                        .nodes())
                .containsExactly("c", "b", "a");
    }

    @Test
    void aStorageHasToBeThereReachableAndFree() {
        Resources cluster = new Resources(
                List.of(),
                List.of(node("a", 1, 64, 0), node("b", 2, 64, 0), node("c", 3, 64, 0), node("d", 4, 64, 0)),
                List.of(
                        storage("fast", "a", false, true, 95),
                        storage("fast", "b", false, false, 0),
                        storage("fast", "d", false, true, 10)),
                List.of());
        Demand demand = new Demand(
                GuestType.VIRTUAL_MACHINE, DataSize.ofGiB(4), 2, Map.of("fast", DataSize.ofGiB(10)), Set.of());

        Ranking ranking = spread.rank(cluster, demand, NONE);

        assertThat(ranking.nodes()).containsExactly("d");
        assertThat(ranking.reasons())
                .containsEntry("a", "has 5120 MiB free on fast, 10240 MiB are needed")
                .containsEntry("b", "can't reach the storage fast")
                .containsEntry("c", "has no storage fast that the credentials may see");
    }

    @Test
    void whatIsWrittenToASharedStorageCountsForAllNodes() {
        Resources cluster = new Resources(
                List.of(),
                List.of(node("a", 1, 64, 0), node("b", 2, 64, 0)),
                List.of(storage("nfs", "a", true, true, 80), storage("nfs", "b", true, true, 80)),
                List.of());
        Demand demand = new Demand(
                GuestType.VIRTUAL_MACHINE, DataSize.ofGiB(4), 2, Map.of("nfs", DataSize.ofGiB(15)), Set.of());
        NodeChooser chooser = new NodeChooser(Strategy.SPREAD, Map.of("a", Expected.NOTHING.and(demand)));

        assertThat(spread.rank(cluster, demand, NONE).nodes()).hasSize(2);
        assertThat(chooser.rank(cluster, demand, NONE).nodes()).isEmpty();
    }

    private static Resources nodes(NodeEntry... nodes) {
        return new Resources(List.of(), List.of(nodes), List.of(), List.of());
    }

    private static NodeEntry node(String name, int usedGiB, int totalGiB, double load) {
        return new NodeEntry(
                name,
                true,
                OptionalDouble.of(load),
                OptionalLong.of(16),
                Optional.of(DataSize.ofGiB(usedGiB)),
                Optional.of(DataSize.ofGiB(totalGiB)),
                Optional.empty());
    }

    private static NodeEntry blind(String name) {
        return new NodeEntry(
                name,
                true,
                OptionalDouble.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static StorageEntry storage(String id, String node, boolean shared, boolean available, int usedGiB) {
        return new StorageEntry(
                id,
                node,
                shared ? "nfs" : "lvmthin",
                Set.of("images"),
                shared,
                available,
                Optional.of(DataSize.ofGiB(usedGiB)),
                Optional.of(DataSize.ofGiB(100)));
    }
}

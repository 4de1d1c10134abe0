package io.jenkins.plugins.proxmox.core.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.value.VmId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private static final VmId AGENT = new VmId(105);
    private static final VmId OTHER = new VmId(106);

    private final SomeCluster cluster =
            new SomeCluster().guest(100, "n1", true).guest(105, "n1").guest(106, "n2");

    private Sightings look() {
        return Sightings.of(cluster.resources(), Map.of(AGENT, "n1", OTHER, "n2"));
    }

    @Test
    void allAreWhereTheyWere() {
        assertThat(look()).isEqualTo(new Sightings(Map.of(), Set.of()));
    }

    @Test
    void oneWasMoved() {
        cluster.guest(105, "n3");
        assertThat(look().moved()).isEqualTo(Map.of(AGENT, "n3"));
        assertThat(look().missing()).isEmpty();
    }

    @Test
    void oneSeemsToBeGone() {
        cluster.without(105);
        assertThat(look().missing()).containsExactly(AGENT);
        cluster.node("n2", false);
        assertThat(look().missing()).as("its own node is online").containsExactly(AGENT);
    }

    @Test
    void whoseNodeIsOfflineIsNotGone() {
        cluster.without(105).node("n1", false);
        assertThat(look().missing()).isEmpty();
    }

    @Test
    void whoseNodeIsNotListedIsGoneOnlyIfAllOthersAreThere() {
        cluster.without(105);
        assertThat(Sightings.of(cluster.resources(), Map.of(AGENT, "removed")).missing())
                .containsExactly(AGENT);
        cluster.node("n3", false);
        assertThat(Sightings.of(cluster.resources(), Map.of(AGENT, "removed")).missing())
                .isEmpty();
    }

    @Test
    void nothingIsGoneFromAListThatTellsNothing() {
        cluster.without(105).without(106).without(100);
        assertThat(look().missing()).as("no guests").isEmpty();
        cluster.guest(100, "n1").node("n2", false).node("n3", false);
        assertThat(look().missing()).as("most nodes offline").isEmpty();
        cluster.noNodes();
        assertThat(look().missing()).as("no nodes").isEmpty();
    }
}

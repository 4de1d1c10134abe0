package io.jenkins.plugins.proxmox.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.api.Problem;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.storage.NodeStorage;
import io.jenkins.plugins.proxmox.core.storage.Volume;
import io.jenkins.plugins.proxmox.core.task.VirtualTiming;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void manyQuestionsCostFewCalls() throws Exception {
        try (Connected to = Connected.to(PveVersion.V8)) {
            to.cluster
                    .guests()
                    .get(new VmId(102))
                    .snapshots()
                    .take(new SnapshotName("clean"), Optional.empty())
                    .await(MINUTE);
            int before = to.proxmox.requests().all().size();
            Overview overview = new Overview(to.cluster, MINUTE);
            GuestEntry build = guest(overview, 102);
            for (int i = 0; i < 3; i++) {
                assertThat(overview.resources().nodes()).hasSize(2);
                assertThat(overview.snapshots(build)).extracting(Snapshot::name).containsExactly("clean");
                assertThat(overview.snapshots(guest(overview, 101))).isEmpty();
                // Two nodes with a storage of their own, and one that they share.
                assertThat(overview.volumes(Volume.BACKUP)).isEmpty();
            }
            assertThat(to.proxmox.requests().all().size() - before).isEqualTo(1 + 2 + 3);
        }
    }

    @Test
    void aStorageThatCanNotBeAskedHidesNoneOfTheOthers() throws Exception {
        try (Connected to = Connected.to(PveVersion.V8)) {
            to.proxmox
                    .faults()
                    .call("GET", "/nodes/*/storage/nfs/content")
                    .always()
                    .answer(500, "storage 'nfs' is not online");
            Overview overview = new Overview(to.cluster, MINUTE);
            assertThat(overview.volumes("iso")).hasSize(2);
            NodeStorage local = new NodeStorage(to.cluster.tasks(), "pve1", "local");
            assertThat(local.volumes(Volume.BACKUP)).isEmpty();
            assertThat(overview.volumes(Volume.BACKUP)).isEmpty();
            assertThat(to.proxmox.requests().count("GET", "/nodes/*/storage/nfs/content"))
                    .isPositive();
        }
    }

    @Test
    void bridgesAreThoseOfAllNodesThatAnswer() throws Exception {
        try (Connected to = Connected.to(PveVersion.V8)) {
            to.proxmox.faults().call("GET", "/nodes/pve2/network").always().answer(595, "No route to host");
            Overview overview = new Overview(to.cluster, MINUTE);
            assertThat(overview.bridges()).containsExactly("vmbr0");
            assertThat(overview.bridges()).containsExactly("vmbr0");
            assertThat(to.proxmox.requests().count("GET", "/nodes/pve1/network"))
                    .isEqualTo(1);
            assertThat(to.proxmox.requests().count("GET", "/nodes/pve2/network"))
                    .isPositive();
        }
    }

    @Test
    void nobodyWaitsForAClusterThatHangs() throws Exception {
        try (Connected to = Connected.to(PveVersion.V8)) {
            // Time that never passes: nothing that is scheduled is ever run.
            Overview overview = new Overview(new Cluster(to.client, new VirtualTiming()), Duration.ofMillis(1));

            assertThatThrownBy(overview::resources)
                    .isInstanceOfSatisfying(
                            ProxmoxException.class,
                            e -> assertThat(e.is(Problem.TimedOut.class)).isTrue())
                    .hasMessageContaining("there was no answer");
        }
    }

    private static GuestEntry guest(Overview overview, int vmid) {
        return overview.resources().guests().stream()
                .filter(guest -> guest.vmid().number() == vmid)
                .findFirst()
                .orElseThrow();
    }
}

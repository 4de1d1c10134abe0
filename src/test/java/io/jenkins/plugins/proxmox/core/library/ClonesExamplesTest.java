package io.jenkins.plugins.proxmox.core.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.guest.CloneCall;
import io.jenkins.plugins.proxmox.core.guest.Guest;
import io.jenkins.plugins.proxmox.core.guest.MigrateCall;
import io.jenkins.plugins.proxmox.core.placement.CloneChoice;
import io.jenkins.plugins.proxmox.core.placement.ClonePlan;
import io.jenkins.plugins.proxmox.core.placement.ClonePlanner;
import io.jenkins.plugins.proxmox.core.placement.CloneWish;
import io.jenkins.plugins.proxmox.core.placement.NodeChooser;
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import io.jenkins.plugins.proxmox.core.placement.TemplateSource;
import io.jenkins.plugins.proxmox.core.value.GuestName;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClonesExamplesTest extends LibraryExamples {
    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void clones(String template) {
        // example
        Guest source = cluster.guests().get(template);
        if (source.canBeClonedLinked()) {
            CloneCall call = CloneCall.to(cluster.nextFreeVmId()).named(new GuestName("ci-1"));
            Guest clone = source.cloneTo(call).await(Duration.ofMinutes(10)); // linked, since it is of a template
            clone.destroy(true).await(Duration.ofMinutes(5));
        }
        CloneCall full = CloneCall.to(cluster.nextFreeVmId())
                .named(new GuestName("ci-2"))
                .onStorage("local-lvm") // so it is a full one
                .inPool("ci");
        Guest copy = source.cloneTo(full).await(Duration.ofMinutes(30));
        // end
        assertThat(proxmox.cluster().guests()).noneMatch(guest -> guest.name().equals("ci-1"));
        assertThat(embedded(copy.vmid().number()).pool()).contains("ci");
    }

    @Test
    void cloneOfSnapshotOnAnotherNode() {
        embedded(102).storage("nfs");
        // example
        Guest guest = cluster.guests().get("build");
        SnapshotName clean = new SnapshotName("clean");
        guest.snapshots().take(clean, Optional.empty()).await(Duration.ofMinutes(10));

        CloneCall call = CloneCall.to(cluster.nextFreeVmId()).of(clean).asFull().onNode("pve1"); // shared storage only
        Guest clone = guest.cloneTo(call).await(Duration.ofMinutes(30));
        // end
        assertThat(embedded(clone.vmid().number()).node()).isEqualTo("pve1").isEqualTo(clone.node());
    }

    @Test
    void plan() {
        embedded(102).storage("nfs").template().tags("ci");
        proxmox.cluster().refreshStatistics();
        // example
        ClonePlanner planner = new ClonePlanner(InstantSource.system()); // one per cluster
        NodeChooser nodes = new NodeChooser(Strategy.SPREAD, Map.of()); // and what is about to start, by node
        CloneWish wish =
                CloneWish.of(TemplateSource.parse("template", "tag:ci")).needing(true, false, Set.of());

        ClonePlan plan = planner.plan(cluster, nodes, wish, Map.of("pve3", "is left to others"));
        CloneChoice best = plan.best().orElseThrow(() -> new IllegalStateException(plan.reasonsText()));
        CloneCall call = CloneCall.to(cluster.nextFreeVmId()).asLinked().onNode(best.node());
        Guest template = cluster.guests().get(best.template().vmid());
        Guest clone = template.cloneTo(call).await(Duration.ofMinutes(10));
        // end
        assertThat(best.template().name()).isEqualTo("build");
        assertThat(embedded(clone.vmid().number()).node()).isEqualTo(best.node());
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "tools"})
    void template(String name) {
        Guest guest = cluster.guests().get(name);
        // example
        guest.convertToTemplate().await(Duration.ofMinutes(10)); // can't be undone
        // end
        assertThat(guest.status().template()).isTrue();
    }

    @Test
    void migration() {
        embedded(101).storage("nfs");
        // example
        Guest guest = cluster.guests().get("web");
        MigrateCall call = MigrateCall.to("pve2").whileRunning(); // a container is stopped and started again
        guest.migrate(call).await(Duration.ofMinutes(30));
        Guest moved = cluster.guests().get(guest.vmid()); // on its new node
        // end
        assertThat(moved.node()).isEqualTo("pve2");
        assertThat(moved.ready()).isTrue();
    }

    @Test
    void migrationOfContainer() {
        // example
        Guest guest = cluster.guests().get(new VmId(202));
        guest.migrate(MigrateCall.to("pve1")).await(Duration.ofMinutes(30)); // disks of containers go along
        // end
        assertThat(embedded(202).node()).isEqualTo("pve1");
    }
}

package io.jenkins.plugins.proxmox.core.guest;

import static io.jenkins.plugins.proxmox.core.api.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.core.Connected;
import io.jenkins.plugins.proxmox.core.OnEveryRelease;
import io.jenkins.plugins.proxmox.core.api.Problem;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NodesTest extends OnEveryRelease {
    @Test
    void anUnknownNodeIsNamedWithTheOnesThereAre() {
        assertFailure(Problem.NotFound.class, () -> lab.cluster.node("pve3"))
                .hasMessage("There is no node 'pve3'; expected is one of pve1, pve2");
    }

    @Test
    void whatNoNodeIsCalledIsNotAskedFor() {
        assertRefused("node", () -> lab.cluster.node("pve.1"), "'pve.1' is no name of a node", "no dots");
        assertRefused("node", () -> lab.cluster.nodes().of(""), "'' is no name of a node");
        assertThat(lab.proxmox.requests().all()).isEmpty();
    }

    @Test
    void blanksAroundANameDoNotMatter() {
        assertThat(lab.cluster.node(" pve1 ").name()).isEqualTo("pve1");
        assertThat(lab.cluster.nodes().of(" pve1 ").name()).isEqualTo("pve1");
    }

    @Test
    void aNodeThatWasNotLookedUpIsMissedLater() {
        Node node = lab.cluster.nodes().of("pve3");
        assertFailure(Problem.NotFound.class, () -> node.virtualMachines().list());
        assertFailure(Problem.NotFound.class, node::status);
    }

    @Test
    void aNodeThatIsDownIsListedAndCanNotBeAsked() {
        lab.proxmox.cluster().nodeOffline("pve2");
        assertThat(lab.cluster.nodes().online()).containsExactly("pve1");
        assertThat(lab.cluster.nodes().list()).extracting(NodeEntry::name).containsExactly("pve1", "pve2");
        assertFailure(
                Problem.NodeUnreachable.class, () -> lab.cluster.node("pve2").status());
    }

    @Test
    void withoutTheRightToThemFiguresAreAbsent() throws IOException {
        try (Connected nobody = lab.asNewUser("nobody@pve")) {
            assertThat(nobody.cluster.nodes().list()).hasSize(2).allSatisfy(node -> {
                assertThat(node.online()).isTrue();
                assertThat(node.load()).isEmpty();
                assertThat(node.memory()).isEmpty();
                assertThat(node.uptime()).isEmpty();
            });
            assertFailure(
                            Problem.Permission.class,
                            () -> nobody.cluster.node("pve1").status())
                    .hasMessageContaining("Sys.Audit");
        }
    }
}

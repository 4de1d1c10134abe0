package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.Occupancy;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.Slot;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What takes up room is told by several, and not all of them hear at once that it is gone. */
@WithJenkins
class OccupancyTest {
    private final LifeLab lab = new LifeLab();
    private Mark mark;

    @BeforeEach
    void start(JenkinsRule jenkins) throws Exception {
        lab.connect(new ReusableLife());
        mark = new Mark(
                ControllerIdentity.id(),
                new VmId(500),
                "operation",
                "agent/pve/debian/debian-x/192.0.2.7",
                Optional.empty());
        lab.proxmox
                .cluster()
                .addVirtualMachine("pve1", 500, "left")
                .tags("jenkins")
                .description(mark.toString());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static List<String> slots(Occupancy occupancy) {
        return occupancy.capacity("lab").slots().stream().map(Slot::id).toList();
    }

    @Test
    void whatIsGoneIsListedByTheQueueAMomentLongerAndTakesUpNothing() throws Exception {
        try (var destroying = lab.proxmox.tasks().hold("qmdestroy")) {
            AgentOperation.dispose("lab", mark, "VM left (500)");
            destroying.awaitTask();
            assertThat(slots(new Occupancy())).containsExactly("operation");

            // As whoever destroys it tells, before anybody has asked what there is.
            AgentFleet.get().onRemoved("operation");
            assertThat(AgentOperation.waitingToBeDestroyed("lab")).hasSize(1);
            assertNothingIsTaken();
        }
    }

    @Test
    void whatTheSweeperHasSeenMayBeGoneWhenItTells() {
        Occupancy occupancy = AgentFleet.get().occupancy();
        occupancy.leftBehind("lab", mark, Optional.of("pve1"));
        assertThat(slots(occupancy)).containsExactly("operation");
        assertThat(occupancy.addresses("lab").of("operation")).hasSize(1);

        AgentFleet.get().onRemoved("operation");
        occupancy.leftBehind("lab", mark, Optional.of("pve1"));
        assertNothingIsTaken();
    }

    private static void assertNothingIsTaken() {
        Occupancy occupancy = AgentFleet.get().occupancy();
        assertThat(slots(occupancy)).isEmpty();
        assertThat(occupancy.addresses("lab").of("operation")).isEmpty();
    }
}

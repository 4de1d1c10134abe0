package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Guests that can't be removed at once: they take up their room until they are. */
@WithJenkins
class FailedRemovalTest {
    private final LifeLab lab = new LifeLab();

    @BeforeEach
    void start(JenkinsRule jenkins) throws Exception {
        lab.connect(new OneShotLife(), template -> template.setLimit(1));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static boolean isRemovedLater(LifeLab lab) {
        // In this order: a slot goes after its guest.
        int slots = AgentFleet.get().occupancy().capacity("lab").slots().size();
        assertThat(lab.guests()).hasSizeLessThanOrEqualTo(slots);
        AsyncResourceDisposer.get().reschedule();
        return lab.guests().isEmpty();
    }

    @Test
    void theGuestOfAnAgentThatEnds() throws Exception {
        ProxmoxAgent agent = LifeLab.agent();
        lab.proxmox.faults().task("qmdestroy").times(2).fails("unable to remove volume");
        agent.computer().orElseThrow().end("a test");

        LifeLab.awaitAgents(0);
        LifeLab.await(() -> isRemovedLater(lab));
        assertThat(lab.tasks("qmdestroy")).isEqualTo(3);
    }

    @Test
    void theGuestThatDidNotStart() throws Exception {
        lab.proxmox.faults().task("qmstart").fails("QEMU exited with code 1");
        lab.proxmox.faults().task("qmdestroy").times(2).fails("unable to remove volume");
        ProxmoxCloud cloud = LifeLab.cloud();
        AgentFleet.get().add(cloud, cloud.getTemplates().get(0));

        LifeLab.await(() -> lab.tasks("qmdestroy") > 0);
        LifeLab.await(() -> isRemovedLater(lab));
        LifeLab.awaitAgents(0);
    }

    @Test
    void theGuestThatDidNotStartOfAnAgentThatIsRemovedMeanwhile() throws Exception {
        lab.proxmox.faults().task("qmstart").fails("QEMU exited with code 1");
        lab.proxmox.faults().task("qmdestroy").fails("unable to remove volume");
        ProxmoxCloud cloud = LifeLab.cloud();
        ProxmoxAgent agent =
                AgentFleet.get().add(cloud, cloud.getTemplates().get(0)).agent().orElseThrow();
        try (var destroying = lab.proxmox.tasks().hold("qmdestroy")) {
            destroying.awaitTask();
            jenkins.model.Jenkins.get().removeNode(agent);
        }

        LifeLab.await(() -> isRemovedLater(lab));
    }
}

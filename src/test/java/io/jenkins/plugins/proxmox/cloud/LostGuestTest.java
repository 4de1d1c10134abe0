package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.LostAgents;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.sweep.Sweeper;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Guests that somebody destroys, stops or moves behind the back of their agents. */
@WithJenkins
class LostGuestTest {
    private final LifeLab lab = new LifeLab();
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        // Whoever looks for newer templates asks, too.
        lab.connect(new ReusableLife(), template -> template.setReplaceOutdated(false));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void awaitNothingTaken() throws Exception {
        LifeLab.awaitAgents(0);
        LifeLab.await(() -> AgentFleet.get().occupancy().capacity("lab").slots().isEmpty());
    }

    @Test
    void anAgentEndsWhoseGuestIsDestroyed() throws Exception {
        ProxmoxAgent agent = LifeLab.agent();

        lab.proxmox.cluster().removeGuest(lab.guest(agent).vmid());
        InProcessConnector.drop(agent.getNodeName());

        awaitNothingTaken();
        assertThat(LostAgents.get().reason(agent.getNodeName()))
                .hasValue("its guest " + agent.guest().orElseThrow() + " is gone");
    }

    @Test
    void aBuildFailsWhoseGuestIsStopped() throws Exception {
        QueueTaskFuture<FreeStyleBuild> future = LifeLab.job(jenkins, build -> {
                    EmbeddedGuest guest = lab.guest((ProxmoxAgent) build.getBuiltOn());
                    guest.stopped();
                    InProcessConnector.drop(build.getBuiltOn().getNodeName());
                    LifeLab.await(() -> {
                        build.getWorkspace().exists();
                        return false;
                    });
                })
                .scheduleBuild2(0);

        FreeStyleBuild build = future.get(2, TimeUnit.MINUTES);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        lab.awaitNothingLeft();
        awaitNothingTaken();
        assertThat(lab.tasks("qmclone")).isEqualTo(1);
        assertThat(lab.tasks("qmstart")).isEqualTo(1);
    }

    @Test
    void anotherGuestThatHasItsVmidIsLeftAlone() throws Exception {
        ProxmoxAgent agent = LifeLab.agent();
        int vmid = lab.guest(agent).vmid();
        String other = lab.guest(agent).config().get("description").replaceFirst("operation=\\S+", "operation=other");

        lab.guest(agent).description(other);
        InProcessConnector.drop(agent.getNodeName());

        awaitNothingTaken();
        assertThat(lab.proxmox.cluster().guest(vmid)).isPresent();
    }

    @Test
    void aGuestThatWasMovedIsFoundAgain() throws Exception {
        ProxmoxAgent agent = LifeLab.agent();
        String before = lab.guest(agent).node();
        String node = before.equals("pve1") ? "pve2" : "pve1";

        lab.proxmox.cluster().moveGuest(lab.guest(agent).vmid(), node);
        lab.proxmox.requests().clear();
        Sweeper.get().sweep();

        assertThat(lab.proxmox.requests().all()).hasSize(1);
        assertThat(agent.guest().orElseThrow().node()).isEqualTo(node);
        assertThat(AgentFleet.get().occupancy().capacity("lab").onNodes()).containsEntry(node, 1);

        lab.proxmox.cluster().moveGuest(lab.guest(agent).vmid(), before);
        InProcessConnector.drop(agent.getNodeName());
        ProxmoxComputer computer = agent.computer().orElseThrow();
        LifeLab.await(() -> agent.guest().orElseThrow().node().equals(before) && computer.isOnline());
        assertThat(AgentFleet.agents()).containsExactly(agent);
    }

    @Test
    void aGuestIsGoneOnlyIfThatIsCertain() throws Exception {
        ProxmoxAgent agent = LifeLab.agent();
        String other = lab.guest(agent).node().equals("pve1") ? "pve2" : "pve1";
        lab.proxmox.cluster().nodeOffline(other);
        lab.proxmox.cluster().removeGuest(lab.guest(agent).vmid());

        Sweeper.get().sweep();
        assertThat(agent.computer().orElseThrow().isEnding()).isFalse();

        lab.proxmox.cluster().nodeOnline(other);
        Sweeper.get().sweep();
        awaitNothingTaken();
    }
}

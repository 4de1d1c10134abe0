package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.LostAgents;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.demand.QueueReview;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.sweep.Sweeper;
import io.jenkins.plugins.proxmox.core.task.TimeTravel;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Proxmox VE can't be reached for a while, at whatever moment of the lives of agents. */
@WithJenkins
class AgentOutageTest {
    private static final int UNREACHABLE = 595;

    private final LifeLab lab = new LifeLab();
    private final TimeTravel time = new TimeTravel();
    private final Semaphore refusals = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        lab.connect(new OneShotLife());
        LifeLab.cloud().setLimit(3);
        lab.proxmox.requests().listen(request -> {
            if (request.status() == UNREACHABLE) {
                refusals.release();
            }
        });
    }

    @AfterEach
    void close() {
        end.countDown();
        time.close();
        lab.close();
    }

    private void outage() {
        lab.proxmox.faults().call("*", "/**").always().answer(UNREACHABLE, "No route to host");
    }

    private void minutePasses() {
        time.pass(Duration.ofMinutes(1));
        lab.pass(Duration.ofMinutes(1));
        LifeLab.check();
        Sweeper.get().sweep();
    }

    private static ProxmoxAgent add() throws Exception {
        ProxmoxCloud cloud = LifeLab.cloud();
        return AgentFleet.get().add(cloud, cloud.getTemplates().get(0)).agent().orElseThrow();
    }

    private static int slots() {
        return AgentFleet.get().occupancy().capacity("lab").slots().size();
    }

    private QueueTaskFuture<FreeStyleBuild> build(CountDownLatch begun) throws Exception {
        return LifeLab.job(jenkins, build -> {
                    begun.countDown();
                    assertThat(end.await(2, TimeUnit.MINUTES)).isTrue();
                })
                .scheduleBuild2(0);
    }

    @Test
    void anAgentOnItsWayGoesOnAfterAShortOne() throws Exception {
        Hold hold = lab.proxmox.tasks().hold("qmclone");
        ProxmoxAgent agent = add();
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));

        outage();
        assertThat(refusals.tryAcquire(3, 1, TimeUnit.MINUTES)).isTrue();
        time.pass(Duration.ofSeconds(30));
        assertThat(refusals.tryAcquire(1, 1, TimeUnit.MINUTES)).isTrue();
        hold.release();
        lab.proxmox.faults().clear();

        LifeLab.await(() -> agent.computer().filter(ProxmoxComputer::isOnline).isPresent());
        assertThat(lab.tasks("qmclone")).isEqualTo(1);
    }

    @Test
    void afterTenMinutesNothingIsLostButTime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        QueueTaskFuture<FreeStyleBuild> first = build(begun);
        assertThat(begun.await(2, TimeUnit.MINUTES)).isTrue();
        ProxmoxAgent building = AgentFleet.agents().get(0);
        ProxmoxAgent idle = LifeLab.agent();
        Hold hold = lab.proxmox.tasks().hold("qmclone");
        ProxmoxAgent coming = add();
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmclone") && task.isRunning());

        outage();
        idle.computer().orElseThrow().end("a test");
        for (int minute = 0; minute < 10; minute++) {
            assertThat(refusals.tryAcquire(1, 1, TimeUnit.MINUTES)).isTrue();
            minutePasses();
        }
        LifeLab.await(() -> {
            time.pass(Duration.ofSeconds(1));
            return AgentFleet.agents().equals(List.of(building));
        });

        assertThat(slots()).isEqualTo(3);
        assertThat(lab.tasks("qmdestroy")).isZero();
        assertThat(building.computer().orElseThrow().isOnline()).isTrue();
        assertThat(first.isDone()).isFalse();
        CountDownLatch another = new CountDownLatch(1);
        QueueTaskFuture<FreeStyleBuild> second = build(another);
        LifeLab.await(() -> Jenkins.get().getQueue().getBuildableItems().size() == 1);

        hold.release();
        lab.proxmox.faults().clear();
        LifeLab.await(() -> Disposals.attempt().isEmpty());
        // As the outage is over, an administrator may not want to wait until the template is tried again.
        AgentFleet.get().breakers().of(building).reset();
        QueueReview.soon();
        assertThat(another.await(2, TimeUnit.MINUTES)).isTrue();
        end.countDown();
        jenkins.assertBuildStatusSuccess(first.get(2, TimeUnit.MINUTES));
        jenkins.assertBuildStatusSuccess(second.get(2, TimeUnit.MINUTES));
        lab.awaitNothingLeft();
        LifeLab.await(() -> slots() == 0);
        assertThat(LostAgents.get().reason(coming.getNodeName())).isPresent();
        assertThat(lab.tasks("qmclone")).isEqualTo(4);
        assertThat(lab.tasks("qmdestroy")).isEqualTo(4);
    }

    /** A build that has lost its connection as well gets it back, however long that takes. */
    @Test
    void anAgentThatCanNotBeLookedAtIsConnectedToAgain() throws Exception {
        ProxmoxAgent agent = LifeLab.agent();
        outage();
        InProcessConnector.drop(agent.getNodeName());
        assertThat(refusals.tryAcquire(1, 1, TimeUnit.MINUTES)).isTrue();

        LifeLab.await(() -> agent.computer().filter(ProxmoxComputer::isOnline).isPresent());
        assertThat(AgentFleet.agents()).containsExactly(agent);
        lab.proxmox.faults().clear();
    }
}

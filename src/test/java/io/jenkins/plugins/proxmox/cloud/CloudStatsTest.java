package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.Node;
import hudson.model.PeriodicWork;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.cloudstats.CloudStatistics;
import org.jenkinsci.plugins.cloudstats.PhaseExecution;
import org.jenkinsci.plugins.cloudstats.PhaseExecutionAttachment;
import org.jenkinsci.plugins.cloudstats.ProvisioningActivity;
import org.jenkinsci.plugins.cloudstats.ProvisioningActivity.Phase;
import org.jenkinsci.plugins.cloudstats.ProvisioningActivity.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What the plugin "Cloud Statistics" is told. */
class CloudStatsTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final LogRecorder log =
            new LogRecorder().record(CloudStatistics.class, Level.WARNING).capture(100);

    /** As when the plugin was told of an agent whose beginning it was not told of. */
    @AfterEach
    void nothingWasStrange() {
        assertThat(log.getMessages()).isEmpty();
        log.close();
    }

    private static ProvisioningActivity only() {
        List<ProvisioningActivity> all = CloudStatistics.get().getActivities();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<String> titles(ProvisioningActivity activity, Phase phase) {
        return activity.getPhaseExecution(phase).getAttachments().stream()
                .map(PhaseExecutionAttachment::getTitle)
                .toList();
    }

    @Test
    void anAgentGoesThroughAllPhases() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            Hold hold = proxmox.tasks().hold("qmclone");
            sessions.then(jenkins -> {
                CompletableFuture<Phase> connecting = new CompletableFuture<>();
                CountDownLatch connect = new CountDownLatch(1);
                CloudLab.cloud(proxmox, InProcessConnector.plan("phases", it -> {
                    connecting.complete(only().getCurrentPhase());
                    connect.await();
                }));
                CompletableFuture<Node> removed = CloudLab.nextRemoval();
                CountDownLatch end = new CountDownLatch(1);
                QueueTaskFuture<FreeStyleBuild> build =
                        CloudLab.job(jenkins, end).scheduleBuild2(0);

                proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));
                ProvisioningActivity activity = only();
                assertThat(activity.getCurrentPhase()).isEqualTo(Phase.PROVISIONING);
                assertThat(activity.getId().getCloudName()).isEqualTo("pve");
                assertThat(activity.getId().getTemplateName()).isEqualTo("debian");
                assertThat(activity.getName())
                        .isEqualTo(AgentFleet.agents().get(0).getNodeName());

                hold.release();
                assertThat(CloudLab.get(connecting)).isEqualTo(Phase.LAUNCHING);

                connect.countDown();
                build.waitForStart();
                LifeLab.await(() -> activity.getCurrentPhase() == Phase.OPERATING);
                scavenge();
                assertThat(activity.getCurrentPhase()).isEqualTo(Phase.OPERATING);

                end.countDown();
                jenkins.assertBuildStatusSuccess(build);
                CloudLab.get(removed);
                LifeLab.await(() -> only().getCurrentPhase() == Phase.COMPLETED);
                assertThat(only().getStatus()).isEqualTo(Status.OK);
            });
        }
    }

    private static void scavenge() {
        PeriodicWork scavenger = ExtensionList.lookupSingleton(CloudStatistics.DanglingSlaveScavenger.class);
        scavenger.run();
    }

    @Test
    void failuresAreShownWhereTheyHappened() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.faults().task("qmclone").fails("no space left on device");
            sessions.then(jenkins -> {
                ProxmoxCloud cloud = CloudLab.cloud(proxmox, InProcessConnector.failing("The door is locked"));
                CompletableFuture<Node> removed = CloudLab.nextRemoval();
                CloudLab.add(cloud);
                CloudLab.get(removed);

                assertThat(only().getStatus()).isEqualTo(Status.FAIL);
                assertThat(only().getPhaseExecution(Phase.LAUNCHING)).isNull();
                assertThat(titles(only(), Phase.PROVISIONING)).last().asString().contains("no space left on device");

                AgentFleet.get().breakers().of(cloud.getId(), "debian").reset();
                removed = CloudLab.nextRemoval();
                ProxmoxAgent agent = CloudLab.add(cloud);
                CloudLab.get(removed);
                ProvisioningActivity second = CloudStatistics.get().getActivityFor(agent.getId());
                assertThat(second.getStatus()).isEqualTo(Status.FAIL);
                assertThat(titles(second, Phase.LAUNCHING)).containsExactly("The door is locked");
                assertThat(CloudStatistics.get().getNotCompletedActivities()).isEmpty();
            });
        }
    }

    @Test
    void whatIsBeingMadeGoesOnAfterARestart() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            int[] ids = new int[2];
            Hold[] hold = new Hold[1];
            sessions.then(jenkins -> {
                ProxmoxCloud cloud = CloudLab.cloud(proxmox, new InProcessConnector());
                ids[0] = CloudLab.online(cloud).getId().getFingerprint();
                hold[0] = proxmox.tasks().hold("qmclone");
                ids[1] = CloudLab.add(cloud).getId().getFingerprint();
                proxmox.tasks().awaitTask(task -> task.type().equals("qmclone") && task.isRunning());
            });
            sessions.then(jenkins -> {
                hold[0].release();
                for (ProxmoxAgent agent : AgentFleet.agents()) {
                    CloudLab.awaitOnline(agent);
                    ProvisioningActivity activity = CloudStatistics.get().getActivityFor(agent.getId());
                    LifeLab.await(() -> activity.getCurrentPhase() == Phase.OPERATING);
                    assertThat(activity.getStatus()).isEqualTo(Status.OK);
                }
                scavenge();
                assertThat(CloudStatistics.get().getNotCompletedActivities()).hasSize(2);
                assertThat(AgentFleet.agents())
                        .extracting(agent -> agent.getId().getFingerprint())
                        .contains(ids[0])
                        .doesNotContain(ids[1]);
                assertThat(CloudStatistics.get()
                                .getActivity(String.valueOf(ids[1]))
                                .getCurrentPhase())
                        .isEqualTo(Phase.COMPLETED);
            });
            // An agent that is removed by hand is nobody's failure.
            sessions.then(jenkins -> {
                assertThat(AgentFleet.agents())
                        .extracting(agent -> agent.getId().getFingerprint())
                        .contains(ids[0]);
                ProxmoxAgent agent = AgentFleet.agents().get(0);
                CloudLab.awaitOnline(agent);
                ProvisioningActivity activity = CloudStatistics.get().getActivityFor(agent.getId());
                Jenkins.get().removeNode(agent);
                assertThat(activity.getCurrentPhase()).isEqualTo(Phase.COMPLETED);
                assertThat(activity.getPhaseExecutions().values())
                        .doesNotContainNull()
                        .extracting(PhaseExecution::getStarted)
                        .isSorted();
                assertThat(CloudStatistics.get().getActivityFor(agent.getId()).getStatus())
                        .isEqualTo(Status.OK);
            });
        }
    }
}

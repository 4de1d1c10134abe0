package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.demand.QueueObstacles;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.sweep.Sweeper;
import io.jenkins.plugins.proxmox.connection.ConnectionRegistry;
import io.jenkins.plugins.proxmox.core.operation.AwaitGuest;
import io.jenkins.plugins.proxmox.core.operation.AwaitedState;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Agents that never come up or are lost, and what happens around them meanwhile. */
@WithJenkins
class AgentFaultTest {
    private static final String RANGE = "10.9.0.10-10.9.0.11/24";

    private FaultLab lab;
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        lab = FaultLab.connect(rule);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private ProxmoxTemplate debian(AgentConnector connector) throws Exception {
        ProxmoxTemplate template = FaultLab.template("debian", "9000", connector);
        lab.cloud(template, FaultLab.template("sound", "9000", new InProcessConnector()));
        return template;
    }

    /** One that takes up the limit until it is gone for good, and does not stay. */
    @Test
    void anAgentThatNeverComesUpCountsUntilItsGuestIsGone() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ProxmoxTemplate template = debian(InProcessConnector.plan("never", it -> {
            never.await();
            throw new IOException("It never came up");
        }));
        template.setLimit(1);
        QueueTaskFuture<FreeStyleBuild> first = lab.queue("debian");
        QueueTaskFuture<FreeStyleBuild> second = lab.queue("debian");
        LifeLab.await(() -> AgentFleet.agents().size() == 1
                && AgentFleet.agents().get(0).guest().isPresent());
        var destruction = lab.proxmox.tasks().hold("qmdestroy");

        never.countDown();
        lab.awaitBroken("debian", "It never came up");
        lab.assertTold("debian", "It never came up");
        LifeLab.awaitAgents(0);
        assertThat(AgentFleet.get().occupancy().capacity("lab").ofTemplate("pve", "debian"))
                .isEqualTo(1);
        lab.build("sound");
        FaultLab.breaker("debian").reset();
        assertThat(AgentFleet.get().add(FaultLab.cloud(), template).obstacle())
                .isEqualTo("the template 'debian' has its guest");

        first.cancel(true);
        second.cancel(true);
        destruction.release();
        lab.awaitNothingLeft();
    }

    /** What its agent says in the meantime is no matter of the network alone. */
    @Test
    void anAgentThatDropsIsConnectedToAgainAndItsBuildFailsAtOnce() throws Exception {
        debian(new InProcessConnector()).setLife(new ReusableLife());
        FreeStyleProject job = LifeLab.job(jenkins, build -> {
            InProcessConnector.drop(build.getBuiltOn().getNodeName());
            LifeLab.await(() -> {
                build.getWorkspace().exists();
                return false;
            });
        });
        FreeStyleBuild build = job.scheduleBuild2(0).get(2, TimeUnit.MINUTES);

        jenkins.assertBuildStatus(Result.FAILURE, build);
        ProxmoxAgent agent = AgentFleet.agents().get(0);
        LifeLab.await(() -> agent.computer().filter(ProxmoxComputer::isOnline).isPresent());
        assertThat(lab.newGuests()).hasSize(1);
        Jenkins.get().removeNode(agent);
        lab.awaitNothingLeft();
    }

    @Test
    void aPipelineIsToldThatItsGuestWasDestroyed() throws Exception {
        debian(new InProcessConnector());
        WorkflowRun run = JenkinsWithProxmox.pipeline(jenkins, "node('debian') { echo 'begun'; sleep 600 }")
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("begun", run);
        ProxmoxAgent agent = AgentFleet.agents().get(0);

        lab.proxmox.cluster().removeGuest(agent.guest().orElseThrow().vmid().number());
        InProcessConnector.drop(agent.getNodeName());

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run))
                .contains("Agent " + agent.getNodeName() + " is removed: its guest VM " + agent.getNodeName())
                .contains("is gone");
        lab.awaitNothingLeft();
    }

    /** The old secret is worthless, and nobody saves the cloud: the next attempt takes the new one. */
    @Test
    void aRotatedTokenIsUsedAtOnce() throws Exception {
        debian(new InProcessConnector());
        lab.build("debian");
        lab.awaitNothingLeft();

        lab.proxmox.access().removeToken("root@pam", "demo");
        QueueTaskFuture<FreeStyleBuild> build = lab.queue("debian");
        lab.awaitBroken("debian", "401");
        lab.assertTold("debian", "401");
        for (int i = 0; i < 8; i++) {
            // As many more failures as a long night brings.
            FaultLab.breaker("debian").restore("night");
            FaultLab.breaker("debian").failed("night", "401");
        }

        JenkinsWithProxmox.addToken("proxmox-token", lab.proxmox.access().addToken("root@pam", "demo", false));

        jenkins.assertBuildStatusSuccess(build.get(1, TimeUnit.MINUTES));
        lab.awaitNothingLeft();
    }

    /** Whatever comes next takes the new one, also for agents that were begun with the old. */
    @Test
    void aTokenRotatedWhileAnAgentIsMadeDoesNoHarm() throws Exception {
        CountDownLatch made = new CountDownLatch(1);
        CountDownLatch rotated = new CountDownLatch(1);
        debian(InProcessConnector.plan("rotated meanwhile", connecting -> {
            made.countDown();
            await(rotated);
            connecting.run(new AwaitGuest(connecting.mark().vmid().toString(), AwaitedState.RUNNING));
        }));
        QueueTaskFuture<FreeStyleBuild> build = lab.queue("debian");
        assertThat(made.await(1, TimeUnit.MINUTES)).isTrue();

        lab.proxmox.access().removeToken("root@pam", "demo");
        JenkinsWithProxmox.addToken("proxmox-token", lab.proxmox.access().addToken("root@pam", "demo", false));
        ConnectionRegistry.get().open("lab", null);
        rotated.countDown();

        jenkins.assertBuildStatusSuccess(build.get(1, TimeUnit.MINUTES));
        assertThat(lab.clones()).isEqualTo(1);
        lab.awaitNothingLeft();
    }

    /** Then the guest can't even be taken back, which is done as soon as there is a token again. */
    @Test
    void aTokenRevokedWhileAGuestIsMadeLeavesNothing() throws Exception {
        debian(new InProcessConnector());
        var clone = lab.proxmox.tasks().hold("qmclone");
        QueueTaskFuture<FreeStyleBuild> build = lab.queue("debian");
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));

        lab.proxmox.access().removeToken("root@pam", "demo");
        lab.awaitBroken("debian", "401");
        clone.release();
        LifeLab.awaitAgents(0);
        assertThat(AgentFleet.get().occupancy().capacity("lab").slots()).hasSize(1);

        JenkinsWithProxmox.addToken("proxmox-token", lab.proxmox.access().addToken("root@pam", "demo", false));
        jenkins.assertBuildStatusSuccess(build.get(1, TimeUnit.MINUTES));
        lab.awaitNothingLeft();
    }

    /** Nobody has thought of it, and yet it is the end of the agent. */
    @Test
    void anAgentWhoseConnectorHasABugIsRemoved() throws Exception {
        debian(InProcessConnector.plan("bug", it -> {
            throw new IllegalStateException("This is a bug");
        }));
        QueueTaskFuture<FreeStyleBuild> build = lab.queue("debian");

        lab.awaitBroken("debian", "This is a bug");
        lab.assertTold("debian", "This is a bug");
        build.cancel(true);
        lab.awaitNothingLeft();
    }

    /** Agents that are there live on, and guests that could not be removed meanwhile are in the end. */
    @Test
    void aRevokedTokenLeavesAgentsAlone() throws Exception {
        debian(new InProcessConnector());
        CountDownLatch end = new CountDownLatch(1);
        FreeStyleProject job = LifeLab.job(
                jenkins, build -> assertThat(end.await(2, TimeUnit.MINUTES)).isTrue());
        QueueTaskFuture<FreeStyleBuild> build = job.scheduleBuild2(0);
        build.waitForStart();

        lab.proxmox.access().removeToken("root@pam", "demo");
        Sweeper.get().sweep();
        end.countDown();
        jenkins.assertBuildStatusSuccess(build);
        LifeLab.awaitAgents(0);
        assertThat(lab.newGuests()).hasSize(1);
        assertThat(AgentFleet.get().occupancy().capacity("lab").slots()).hasSize(1);

        JenkinsWithProxmox.addToken("proxmox-token", lab.proxmox.access().addToken("root@pam", "demo", false));
        lab.awaitNothingLeft();
    }

    @Test
    void nobodyWaitsForTheQueueWhileGuestsAreDestroyed() throws Exception {
        debian(new InProcessConnector());
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        lab.proxmox.requests().listen(request -> {
            if (request.method().equals("DELETE") || request.path().endsWith("/status/stop")) {
                asked.countDown();
                await(held);
            }
        });
        try {
            lab.build("debian");
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();

            AtomicInteger locked = new AtomicInteger();
            Queue.withLock(() -> {
                locked.incrementAndGet();
            });
            lab.build("sound");

            assertThat(locked).hasValue(1);
            assertThat(held.getCount()).isEqualTo(1);
            assertThat(lab.newGuests()).isNotEmpty();
        } finally {
            held.countDown();
        }
        lab.awaitNothingLeft();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a range with two addresses, for three builds. */
    @Test
    void noTwoBuildsShareAnAddress() throws Exception {
        ProxmoxTemplate template = debian(new InProcessConnector());
        AgentNetwork network = new AgentNetwork();
        network.setIpv4(RANGE);
        template.setNetwork(network);
        CountDownLatch end = new CountDownLatch(1);
        Set<String> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
        AtomicReference<FreeStyleProject> any = new AtomicReference<>();
        Set<QueueTaskFuture<FreeStyleBuild>> builds = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            FreeStyleProject job = LifeLab.job(jenkins, build -> {
                ProxmoxAgent agent = (ProxmoxAgent) build.getBuiltOn();
                EmbeddedGuest guest = lab.proxmox
                        .cluster()
                        .guest(agent.guest().orElseThrow().vmid().number())
                        .orElseThrow();
                seen.add(agent.getNodeName() + " " + guest.config().get("ipconfig0"));
                assertThat(end.await(2, TimeUnit.MINUTES)).isTrue();
            });
            job.setAssignedLabel(Label.get("debian"));
            any.set(job);
            builds.add(job.scheduleBuild2(0));
        }
        LifeLab.await(() -> seen.size() == 2);

        assertThat(seen).anyMatch(it -> it.contains("ip=10.9.0.10/24")).anyMatch(it -> it.contains("ip=10.9.0.11/24"));
        LifeLab.await(() -> Queue.getInstance().getBuildableItems().stream()
                .flatMap(item -> QueueObstacles.get().reasons(item).stream())
                .anyMatch(text -> text.contains("All addresses of " + RANGE + " are taken")));
        assertThat(lab.clones()).isEqualTo(2);
        assertThat(FaultLab.breaker("debian").state()).isInstanceOf(CircuitBreaker.Closed.class);
        end.countDown();
        for (QueueTaskFuture<FreeStyleBuild> build : builds) {
            jenkins.assertBuildStatusSuccess(build.get(2, TimeUnit.MINUTES));
        }
        lab.awaitNothingLeft(RANGE);
    }
}

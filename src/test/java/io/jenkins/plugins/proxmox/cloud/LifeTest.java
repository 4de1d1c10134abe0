package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.JDK;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.TaskListener;
import hudson.model.queue.QueueTaskFuture;
import hudson.node_monitors.DiskSpaceMonitorDescriptor;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import hudson.slaves.OfflineCause;
import hudson.tools.ToolLocationNodeProperty;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.AgentGuest;
import io.jenkins.plugins.proxmox.cloud.agent.AgentOfflineCause;
import io.jenkins.plugins.proxmox.cloud.agent.Inspection;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.settings.KeepOnFailure;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** How long agents live, and how many builds they have. */
@WithJenkins
class LifeTest {
    private final LifeLab lab = new LifeLab();
    private final ConcurrentLinkedQueue<String> places = new ConcurrentLinkedQueue<>();
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private FreeStyleProject job(CountDownLatch end) throws Exception {
        FreeStyleProject job = LifeLab.job(jenkins, build -> {
            places.add(build.getBuiltOnStr());
            assertThat(end.await(2, TimeUnit.MINUTES)).isTrue();
        });
        job.setConcurrentBuild(true);
        return job;
    }

    private void build(int builds) throws Exception {
        CountDownLatch end = new CountDownLatch(0);
        List<FreeStyleProject> jobs = new java.util.ArrayList<>();
        for (int i = 0; i < builds; i++) {
            jobs.add(job(end));
        }
        List<QueueTaskFuture<FreeStyleBuild>> futures =
                jobs.stream().map(job -> job.scheduleBuild2(0)).toList();
        for (QueueTaskFuture<FreeStyleBuild> future : futures) {
            jenkins.assertBuildStatusSuccess(future.get(2, TimeUnit.MINUTES));
        }
    }

    @Test
    void oneShotIsOneBuild() throws Exception {
        lab.connect(new OneShotLife());

        build(4);

        assertThat(places).hasSize(4).doesNotHaveDuplicates();
        lab.awaitNothingLeft();
        assertThat(lab.tasks("qmclone")).isEqualTo(4);
        assertThat(lab.tasks("qmdestroy")).isEqualTo(4);
    }

    @Test
    void severalExecutorsShareTheUses() throws Exception {
        ReusableLife life = new ReusableLife();
        life.setUses(3);
        lab.connect(life, template -> template.setExecutors(2));

        build(7);

        Set<String> agents = new HashSet<>(places);
        assertThat(agents)
                .allSatisfy(agent ->
                        assertThat(places.stream().filter(agent::equals)).hasSizeLessThanOrEqualTo(3));
        assertThat(agents).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void anAgentWhoseBuildWasCancelledIsRemovedWhenItWasIdleForLong() throws Exception {
        lab.connect(new OneShotLife());
        ProxmoxAgent agent = LifeLab.agent();

        lab.pass(Duration.ofMinutes(9));
        LifeLab.check();
        assertThat(agent.computer().orElseThrow().isEnding()).isFalse();
        lab.pass(Duration.ofMinutes(2));
        LifeLab.check();

        lab.awaitNothingLeft();
    }

    @Test
    void anOldAgentTakesNoMoreBuildsButEndsTheOneThatItHas() throws Exception {
        ReusableLife life = new ReusableLife();
        life.setAgeMinutes(60);
        lab.connect(life);
        CountDownLatch end = new CountDownLatch(1);
        QueueTaskFuture<FreeStyleBuild> first = job(end).scheduleBuild2(0);
        LifeLab.await(() -> places.size() == 1);
        ProxmoxAgent old = AgentFleet.agents().get(0);

        lab.pass(Duration.ofHours(2));
        LifeLab.check();
        build(1);

        assertThat(places).hasSize(2).doesNotHaveDuplicates();
        assertThat(first.isDone()).isFalse();
        assertThat(old.computer().orElseThrow().isEnding()).isFalse();
        end.countDown();
        jenkins.assertBuildStatusSuccess(first.get(2, TimeUnit.MINUTES));
        LifeLab.await(() -> Jenkins.get().getNode(old.getNodeName()) == null);
        LifeLab.await(() -> lab.guests().size() == 1);
    }

    @Test
    void whoeverEndsAnAgentItEndsOnce() throws Exception {
        lab.connect(new OneShotLife());
        ProxmoxAgent agent = LifeLab.agent();
        ProxmoxComputer computer = agent.computer().orElseThrow();

        IntStream.range(0, 8).parallel().forEach(i -> {
            if (i % 2 == 0) {
                computer.end("somebody wants it");
            } else {
                remove(agent);
            }
        });

        lab.awaitNothingLeft();
        assertThat(lab.tasks("qmdestroy")).isEqualTo(1);
        assertThat(lab.tasks("qmstop")).isEqualTo(1);
    }

    private static void remove(Node node) {
        try {
            Jenkins.get().removeNode(node);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aGuestMayShutDownBeforeItIsDestroyed() throws Exception {
        lab.connect(new OneShotLife(), template -> template.setShutdownSeconds(30));

        build(1);

        lab.awaitNothingLeft();
        assertThat(lab.tasks("qmshutdown")).isEqualTo(1);
        assertThat(lab.tasks("qmstop")).isZero();
    }

    @Test
    void anAgentThatSomebodyHasSetOfflineStays() throws Exception {
        lab.connect(new OneShotLife());
        ProxmoxAgent agent = LifeLab.agent();
        ProxmoxComputer computer = agent.computer().orElseThrow();
        computer.setTemporaryOfflineCause(new Inspection.Kept("I am looking at it"));

        lab.pass(Duration.ofDays(1));
        LifeLab.check();
        assertThat(computer.isEnding()).isFalse();

        computer.setTemporaryOfflineCause(null);
        LifeLab.check();
        lab.awaitNothingLeft();
    }

    /** What a monitor has marked takes no build and would keep its slot for ever. */
    @Test
    void anAgentThatAMonitorHasMarkedEndsAfterItsBuild() throws Exception {
        ReusableLife life = new ReusableLife();
        life.setIdleMinutes(null);
        lab.connect(life);
        CountDownLatch end = new CountDownLatch(1);
        QueueTaskFuture<FreeStyleBuild> build = job(end).scheduleBuild2(0);
        LifeLab.await(() -> places.size() == 1);
        ProxmoxAgent used = AgentFleet.agents().get(0);
        mark(used);

        LifeLab.check();
        assertThat(used.computer().orElseThrow().isEnding()).isFalse();
        end.countDown();
        jenkins.assertBuildStatusSuccess(build.get(2, TimeUnit.MINUTES));
        lab.awaitNothingLeft();
        assertThat(breaker()).isInstanceOf(CircuitBreaker.Closed.class);

        ProxmoxAgent unused = LifeLab.agent();
        mark(unused);
        LifeLab.check();
        lab.awaitNothingLeft();
        assertThat(breaker().toString())
                .contains("after a failure: " + unused.getNodeName() + " was marked offline before it had a build:");
    }

    private static void mark(ProxmoxAgent agent) {
        agent.computer().orElseThrow().setTemporaryOfflineCause(new DiskSpaceMonitorDescriptor.DiskSpace("/tmp", 1024));
    }

    private static CircuitBreaker.State breaker() {
        return AgentFleet.get().breakers().of(LifeLab.cloud().getId(), "debian").state();
    }

    @Test
    void anAgentThatAPersonHasSetOfflineStays() throws Exception {
        lab.connect(new OneShotLife());
        CountDownLatch end = new CountDownLatch(1);
        QueueTaskFuture<FreeStyleBuild> build = job(end).scheduleBuild2(0);
        LifeLab.await(() -> places.size() == 1);
        ProxmoxComputer computer = AgentFleet.agents().get(0).computer().orElseThrow();
        computer.setTemporaryOfflineCause(new OfflineCause.ByCLI("I am looking at it"));
        end.countDown();
        jenkins.assertBuildStatusSuccess(build.get(2, TimeUnit.MINUTES));
        LifeLab.await(computer::isIdle);

        LifeLab.check();
        assertThat(computer.isEnding()).isFalse();
    }

    /** Somebody wants to see why, in the guest. */
    @Test
    void anAgentThatCouldNotComeOnlineStaysForAWhileIfItsTemplateSaysSo() throws Exception {
        lab.connect(new OneShotLife(), template -> {
            template.setConnector(InProcessConnector.failing("no way in"));
            template.setKeepOnFailure(new KeepOnFailure(30));
        });
        assertKept("no way in");

        AgentFleet.get().breakers().of(LifeLab.cloud().getId(), "debian").reset();
        lab.proxmox.faults().task("qmstart").always().fails("QEMU exited with code 1");
        assertKept("QEMU exited with code 1");
    }

    private void assertKept(String reason) throws Exception {
        ProxmoxCloud cloud = LifeLab.cloud();
        ProxmoxAgent agent =
                AgentFleet.get().add(cloud, cloud.getTemplates().get(0)).agent().orElseThrow();
        ProxmoxComputer computer = agent.computer().orElseThrow();
        LifeLab.await(computer::isSetOffline);

        AgentGuest guest = agent.guest().orElseThrow();
        assertThat(((AgentOfflineCause) computer.getOfflineCause()).getText())
                .contains(
                        "The agent could not come online: ",
                        reason,
                        guest + " on " + guest.node() + " is kept for inspection for 30 minutes");
        lab.pass(Duration.ofMinutes(29));
        LifeLab.check();
        assertThat(computer.isEnding()).isFalse();
        assertThat(lab.guests()).hasSize(1);
        lab.pass(Duration.ofMinutes(2));
        LifeLab.check();
        lab.awaitNothingLeft();
    }

    @Test
    void whatTheTemplateSaysOfNodesReachesTheBuild() throws Exception {
        lab.connect(
                new OneShotLife(),
                template -> template.setNodeProperties(List.of(
                        new EnvironmentVariablesNodeProperty(
                                new EnvironmentVariablesNodeProperty.Entry("KEY", "a value")),
                        new ToolLocationNodeProperty(new ToolLocationNodeProperty.ToolLocation(
                                Jenkins.get().getDescriptorByType(JDK.DescriptorImpl.class), "java", "/opt/java")))));
        FreeStyleProject job = LifeLab.job(jenkins, build -> {
            places.add(build.getEnvironment(TaskListener.NULL).get("KEY"));
            places.add(new JDK("java", "/nowhere")
                    .forNode(build.getBuiltOn(), TaskListener.NULL)
                    .getHome());
        });

        LifeLab.place(jenkins, job);

        assertThat(places).containsExactly("a value", "/opt/java");
    }

    @Test
    void noBuildIsGivenToAnAgentThatIsBeingRemoved() throws Exception {
        lab.connect(new OneShotLife());
        ProxmoxAgent agent = LifeLab.agent();
        Queue.withLock(() -> agent.computer().orElseThrow().end("a test"));

        build(1);

        assertThat(places).doesNotContain(agent.getNodeName());
    }
}

package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.GuestPlan;
import io.jenkins.plugins.proxmox.cloud.agent.GuestReset;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.connector.Connecting;
import io.jenkins.plugins.proxmox.cloud.demand.QueueDemand;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.RolledBackLife;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Agents whose guests are taken back to a snapshot after each build. */
@WithJenkins
class RolledBackTest {
    private final LifeLab lab = new LifeLab();
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** A build that leaves traces, and fails if it finds any. */
    private FreeStyleProject dirtyJob() throws Exception {
        return LifeLab.job(jenkins, build -> {
            ProxmoxAgent agent = (ProxmoxAgent) build.getBuiltOn();
            assertThat(lab.guest(agent).config()).doesNotContainEntry("cores", "7");
            lab.guest(agent).set("cores", "7");
        });
    }

    /** Where a build was that is over for its agent, too: before, another one would get an agent of its own. */
    private String place() throws Exception {
        String place = LifeLab.place(jenkins, dirtyJob());
        LifeLab.await(() -> AgentFleet.agents().stream()
                .allMatch(agent -> agent.use().builds().underWay() == 0));
        return place;
    }

    private static RolledBackLife life(boolean withRam) {
        RolledBackLife life = new RolledBackLife();
        life.setWithRam(withRam);
        return life;
    }

    private static ProxmoxTemplate template() {
        return LifeLab.cloud().getTemplates().get(0);
    }

    @Test
    void eachBuildFindsTheSameGuestClean() throws Exception {
        lab.connect(life(false), template -> template.setExecutors(3));

        assertThat(GuestPlan.wish(template()).ramSnapshot()).isFalse();
        String first = place();
        String second = place();
        String third = place();

        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        LifeLab.awaitIdle(1);
        assertThat(lab.tasks("qmclone")).isEqualTo(1);
        assertThat(lab.tasks("qmsnapshot")).isEqualTo(1);
        assertThat(lab.tasks("qmrollback")).isEqualTo(3);
        assertThat(lab.tasks("qmstart")).isEqualTo(4);
        assertThat(lab.guests().get(0).snapshots()).containsExactly(GuestReset.SNAPSHOT);
        assertThat(Jenkins.get().getRootDir().toPath().resolve("proxmox-operations"))
                .isDirectoryNotContaining(file -> file.toString().endsWith(".ended")
                        && !file.toString().contains(AgentFleet.agents().get(0).operation()));
    }

    @Test
    void withItsMemoryAGuestNeedNotBoot() throws Exception {
        lab.connect(life(true));
        assertThat(GuestPlan.wish(template()).ramSnapshot())
                .as("needs room for it")
                .isTrue();

        String first = place();

        assertThat(place()).isEqualTo(first);
        LifeLab.awaitIdle(1);
        assertThat(lab.tasks("qmrollback")).isEqualTo(2);
        assertThat(lab.tasks("qmstart")).isEqualTo(1);
    }

    @Test
    void aContainerHasNoMemoryToBeTakenBack() throws Exception {
        lab.connect(life(true), template -> template.setConnector(new InProcessConnector()));
        ProxmoxCloud cloud = LifeLab.cloud();
        ProxmoxTemplate template = new ProxmoxTemplate("debian", "9001");
        template.setLabels("debian");
        template.setConnector(new InProcessConnector());
        template.setLife(life(true));
        cloud.setTemplates(java.util.List.of(template));

        String first = place();

        assertThat(place()).isEqualTo(first);
        assertThat(lab.tasks("vzsnapshot")).isEqualTo(1);
        assertThat(lab.tasks("vzrollback")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void noOtherAgentIsMadeForABuildThatItIsGoingToHave() throws Exception {
        lab.connect(life(false));
        Hold hold = lab.proxmox.tasks().hold("qmrollback");
        String first = place();
        lab.proxmox.tasks().awaitTask(task -> task.type().equals("qmrollback"));

        QueueTaskFuture<FreeStyleBuild> second = dirtyJob().scheduleBuild2(0);
        LifeLab.await(() -> Jenkins.get().getQueue().getBuildableItems().size() == 1);
        assertThat(QueueDemand.unmet(hudson.model.Label.get("debian"))).isZero();
        hold.release();

        FreeStyleBuild build = second.get(2, TimeUnit.MINUTES);
        jenkins.assertBuildStatusSuccess(build);
        assertThat(build.getBuiltOnStr()).isEqualTo(first);
    }

    @Test
    void norWhileItsGuestBootsAgain() throws Exception {
        CountDownLatch booted = new CountDownLatch(1);
        AtomicInteger connections = new AtomicInteger();
        InProcessConnector connector = InProcessConnector.plan("boots again", it -> {
            if (connections.incrementAndGet() > 1) {
                booted.await();
            }
        });
        lab.connect(life(false), template -> template.setConnector(connector));
        String first = place();
        LifeLab.await(() -> connections.get() == 2);

        QueueTaskFuture<FreeStyleBuild> second = dirtyJob().scheduleBuild2(0);
        LifeLab.await(() -> Jenkins.get().getQueue().getBuildableItems().size() == 1);
        assertThat(QueueDemand.unmet(hudson.model.Label.get("debian"))).isZero();
        booted.countDown();

        assertThat(second.get(2, TimeUnit.MINUTES).getBuiltOnStr()).isEqualTo(first);
        assertThat(lab.tasks("qmclone")).isEqualTo(1);
    }

    /** As an inbound agent whose build is over before anybody has looked whether its process runs. */
    @Test
    void norIfItsFirstBuildIsOverBeforeItsLaunch() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        AtomicBoolean known = new AtomicBoolean();
        InProcessConnector connector = InProcessConnector.plan("short build", new InProcessConnector.Plan() {
            @Override
            public void before(Connecting connecting) {
                connections.incrementAndGet();
            }

            @Override
            public void after(Connecting connecting) throws InterruptedException {
                if (connections.get() == 1) {
                    connecting.computer().waitUntilOffline();
                    known.set(connecting.awaitOnline(Duration.ofMinutes(2)));
                }
            }
        });
        lab.connect(life(false), template -> template.setConnector(connector));

        String first = place();
        LifeLab.await(() -> connections.get() == 2);
        LifeLab.awaitIdle(1);

        assertThat(known).isTrue();
        assertThat(place()).isEqualTo(first);
        assertThat(lab.tasks("qmclone")).isEqualTo(1);
    }

    @Test
    void aGuestThatCanNotBeTakenBackIsDestroyed() throws Exception {
        lab.connect(life(false));
        lab.proxmox.faults().task("qmrollback").fails("no space left");

        place();

        lab.awaitNothingLeft();
    }

    @Test
    void theNumberOfUsesEndsIt() throws Exception {
        RolledBackLife life = life(false);
        life.setUses(2);
        lab.connect(life);

        String first = place();

        assertThat(place()).isEqualTo(first);
        lab.awaitNothingLeft();
        assertThat(lab.tasks("qmrollback")).isEqualTo(1);
    }
}

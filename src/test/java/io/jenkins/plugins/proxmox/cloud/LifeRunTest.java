package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Result;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.demand.WarmPool;
import io.jenkins.plugins.proxmox.cloud.settings.AgentLife;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.cloud.settings.KeepOnFailure;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.settings.RolledBackLife;
import io.jenkins.plugins.proxmox.cloud.settings.WarmAgents;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Each way to live, with agents whose processes are real ones. */
@WithJenkins
@DisabledOnOs(OS.WINDOWS)
class LifeRunTest {
    private final AtomicLong later = new AtomicLong();

    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private AgentLab lab;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        lab = AgentLab.start(rule, folder);
        AgentTime.goBy(() -> System.nanoTime() + later.get());
    }

    @AfterEach
    void close() {
        AgentTime.goBy(System::nanoTime);
        lab.close();
    }

    /** What agents are, and how they are connected. */
    private enum Way {
        INBOUND,
        SSH,
        CONTAINER;

        String source() {
            return this == CONTAINER ? "debian-ct" : "debian-1*";
        }

        AgentConnector connector() {
            if (this == INBOUND) {
                return new InboundConnector();
            }
            SshConnector connector = new SshConnector();
            if (this == CONTAINER) {
                connector.setCredentialsId(AgentLab.CREDENTIALS);
            }
            return connector;
        }

        /** As Proxmox VE calls what it does. */
        String task(String name) {
            return (this == CONTAINER ? "vz" : "qm") + name;
        }
    }

    private ProxmoxTemplate template(String name, AgentLife life) {
        return template(Way.INBOUND, name, life);
    }

    private ProxmoxTemplate template(Way way, String name, AgentLife life) {
        ProxmoxTemplate template = new ProxmoxTemplate(name, way.source());
        template.setLabels(name);
        template.setRemoteRoot(lab.machines().remoteFs());
        template.setConnector(way.connector());
        template.setLife(life);
        return template;
    }

    private static void cloud(ProxmoxTemplate... templates) {
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setTemplates(List.of(templates));
        Jenkins.get().clouds.add(cloud);
    }

    private static ReusableLife lasting(Integer uses, Integer idleMinutes, Integer ageMinutes) {
        ReusableLife life = new ReusableLife();
        life.setUses(uses);
        life.setIdleMinutes(idleMinutes);
        life.setAgeMinutes(ageMinutes);
        return life;
    }

    private void pass(int minutes) {
        later.addAndGet(Duration.ofMinutes(minutes).toNanos());
        LifeLab.check();
    }

    /** Where a build was that is over for its agent, too. */
    private String place(String label, String command) throws Exception {
        String log = lab.build("node('" + label + "') { sh '" + command + "'; echo \"was on ${NODE_NAME}\" }");
        LifeLab.await(() -> AgentFleet.agents().stream()
                .allMatch(agent -> agent.use().builds().underWay() == 0));
        return log.replaceFirst("(?s).*was on (\\S+).*", "$1");
    }

    private String place(String label) throws Exception {
        return place(label, "true");
    }

    private int tasks(String type) {
        return lab.proxmox().tasks().ofType(type).size();
    }

    @ParameterizedTest
    @EnumSource
    void oneBuildOrTwo(Way way) throws Exception {
        ProxmoxTemplate once = template(way, "once", new OneShotLife());
        once.setShutdownSeconds(30);
        cloud(once, template(way, "twice", lasting(2, null, null)));

        try (LogRecorder strangers =
                new LogRecorder().record("jenkins.agents", Level.WARNING).capture(10)) {
            assertThat(place("once")).startsWith("once-").isNotEqualTo(place("once"));
            assertThat(place("twice")).startsWith("twice-").isEqualTo(place("twice"));

            assertThat(lab.awaitNothingLeft()).isTrue();
            assertThat(strangers.getMessages()).as("none has come back").isEmpty();
        }
        assertThat(tasks(way.task("clone"))).isEqualTo(3);
        assertThat(tasks(way.task("shutdown"))).isEqualTo(2);
    }

    @Test
    void untilItIsIdleForLongOrOldOrHasFailed() throws Exception {
        ProxmoxTemplate kept = template("kept", new OneShotLife());
        KeepOnFailure keep = new KeepOnFailure(30);
        keep.setBuilds(true);
        kept.setKeepOnFailure(keep);
        cloud(template("idle", lasting(null, 5, null)), template("old", lasting(null, null, 60)), kept);
        String idle = place("idle");
        String old = place("old");
        assertThat(place("idle")).isEqualTo(idle);
        WorkflowRun failing = lab.start("node('kept') { sh 'false' }");
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(failing));
        LifeLab.await(() -> AgentFleet.agents().stream()
                .flatMap(agent -> agent.computer().stream())
                .anyMatch(ProxmoxComputer::isSetOffline));

        pass(4);
        LifeLab.awaitAgents(3);
        pass(2);
        LifeLab.awaitAgents(2);
        assertThat(Jenkins.get().getNode(idle)).isNull();
        pass(30);
        LifeLab.awaitAgents(1);
        assertThat(place("old")).isEqualTo(old);
        pass(30);
        assertThat(lab.awaitNothingLeft()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"INBOUND, false", "INBOUND, true", "SSH, true", "CONTAINER, false"})
    void eachBuildFindsTheGuestAsItWasAtFirst(Way way, boolean withRam) throws Exception {
        RolledBackLife life = new RolledBackLife();
        life.setWithRam(withRam);
        life.setUses(2);
        cloud(template(way, "clean", life));

        String trace = "test ! -e trace && touch trace";
        assertThat(place("clean", trace)).isEqualTo(place("clean", trace));

        assertThat(lab.awaitNothingLeft()).isTrue();
        assertThat(tasks(way.task("clone"))).isEqualTo(1);
        assertThat(tasks(way.task("rollback"))).isEqualTo(1);
    }

    @Test
    void anAgentIsStartedAgainWhereItsGuestIsByNow() throws Exception {
        cloud(template("moved", lasting(2, null, null)));
        String first = place("moved");
        ProxmoxAgent agent = AgentFleet.agents().get(0);
        int vmid = agent.guest().orElseThrow().vmid().number();
        ProxmoxComputer computer = agent.computer().orElseThrow();

        lab.proxmox().cluster().moveGuest(vmid, "pve2");
        lab.machines().machine(vmid).killAgents();
        computer.waitUntilOffline();
        LifeLab.await(computer::isOnline);

        assertThat(agent.guest().orElseThrow().node()).isEqualTo("pve2");
        assertThat(place("moved")).isEqualTo(first);
        assertThat(lab.awaitNothingLeft()).isTrue();
        assertThat(tasks("qmclone")).isEqualTo(1);
    }

    @Test
    void readyBeforeAnybodyNeedsItAndOfTheNewestTemplate() throws Exception {
        ProxmoxTemplate warm = template("warm", lasting(1, null, null));
        warm.setWarm(new WarmAgents(1));
        cloud(warm);
        WarmPool.Regularly regularly = ExtensionList.lookupSingleton(WarmPool.Regularly.class);
        regularly.run();
        LifeLab.awaitIdle(1);
        String first = AgentFleet.agents().get(0).getNodeName();

        assertThat(place("warm")).isEqualTo(first);

        LifeLab.await(() -> Jenkins.get().getNode(first) == null);
        LifeLab.awaitIdle(1);
        ProxmoxAgent second = AgentFleet.agents().get(0);
        EmbeddedGuest newer = lab.proxmox()
                .cluster()
                .addVirtualMachine("pve1", 9100, "debian-13")
                .set("meta", "creation-qemu=9.0.2,ctime=1900000000")
                .template();
        pass(10);
        regularly.run();
        LifeLab.await(() -> Jenkins.get().getNode(second.getNodeName()) == null);
        LifeLab.awaitIdle(1);
        ProxmoxAgent third = AgentFleet.agents().get(0);
        assertThat(third.guest().orElseThrow().template().orElseThrow().number())
                .isEqualTo(newer.vmid());
        warm.setWarm(null);
        third.computer().orElseThrow().end("a test");
        assertThat(lab.awaitNewGuests(1)).isTrue();
    }
}

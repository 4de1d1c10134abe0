package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Node;
import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.settings.AgentLife;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.core.placement.Slot;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedTasks.EmbeddedTask;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Agents whose controller is restarted. */
@DisabledOnOs(OS.WINDOWS)
class AgentRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final LifeLab lab = new LifeLab();
    private final Map<String, Gate> gates = new TreeMap<>();
    private final Map<String, String> jobs = new TreeMap<>();
    private final CountDownLatch connecting = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean restarted;
    private List<String> agents;

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        end.countDown();
        for (Gate gate : gates.values()) {
            gate.close();
        }
        lab.close();
    }

    private static ProxmoxTemplate template(String name, AgentLife life) {
        ProxmoxTemplate template = new ProxmoxTemplate("debian-" + name, "9000");
        template.setLabels(name);
        template.setConnector(new InProcessConnector());
        template.setLife(life);
        return template;
    }

    private static ProxmoxCloud cloud(String name, ProxmoxTemplate... templates) {
        ProxmoxCloud cloud = new ProxmoxCloud(name);
        cloud.setTemplates(List.of(templates));
        Jenkins.get().clouds.add(cloud);
        return cloud;
    }

    private WorkflowRun start(JenkinsRule jenkins, String label, String script) throws Exception {
        WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, script);
        jobs.put(label, job.getFullName());
        return job.scheduleBuild2(0).waitForStart();
    }

    /** A build that is in the middle of something. */
    private void begin(JenkinsRule jenkins, String label) throws Exception {
        gates.put(label, new Gate(folder.resolve(label)));
        jenkins.waitForMessage("begun", start(jenkins, label, gates.get(label).pipeline(label)));
    }

    private WorkflowRun build(JenkinsRule jenkins, String label) {
        return jenkins.jenkins
                .getItemByFullName(jobs.get(label), WorkflowJob.class)
                .getBuildByNumber(1);
    }

    private String succeeded(JenkinsRule jenkins, String label) throws Exception {
        WorkflowRun run = build(jenkins, label);
        return JenkinsRule.getLog(jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run)));
    }

    private static List<String> names() {
        return AgentFleet.agents().stream().map(Node::getNodeName).sorted().toList();
    }

    private static ProxmoxAgent of(String template) {
        return AgentFleet.agents().stream()
                .filter(agent -> agent.getTemplate().getName().equals("debian-" + template))
                .findFirst()
                .orElseThrow();
    }

    private static List<Slot> slots() {
        return AgentFleet.get().occupancy().capacity("lab").slots();
    }

    @Test
    void buildsGoOnWhateverBecomesOfTheirClouds() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsWithProxmox.connect(lab.proxmox);
            ProxmoxCloud renamed = cloud("before", template("renamed", new OneShotLife()));
            ProxmoxCloud deleted = cloud("deleted", template("deleted", new OneShotLife()));
            ProxmoxCloud edited = cloud("edited", template("edited", new OneShotLife()));
            for (String label : List.of("renamed", "deleted", "edited")) {
                begin(jenkins, label);
            }
            agents = names();
            ProxmoxCloud after = new ProxmoxCloud("after");
            after.setId(renamed.getId());
            after.setLimit(1);
            after.setTemplates(renamed.getTemplates());
            jenkins.jenkins.clouds.replace(renamed, after);
            jenkins.jenkins.clouds.remove(deleted);
            edited.setTemplates(List.of());
            jenkins.jenkins.save();
        });
        EmbeddedGuest moved = lab.guests().stream()
                .filter(guest -> guest.name().startsWith("debian-renamed"))
                .findFirst()
                .orElseThrow();
        String node = moved.node().equals("pve1") ? "pve2" : "pve1";
        lab.proxmox.cluster().moveGuest(moved.vmid(), node);

        sessions.then(jenkins -> {
            ProxmoxCloud after = LifeLab.cloud();
            assertThat(AgentFleet.get().add(after, after.getTemplates().get(0)).obstacle())
                    .isEqualTo("the cloud 'after' has its guest");
            assertThat(slots()).hasSize(3);
            assertThat(names()).isEqualTo(agents);
            LifeLab.await(() -> of("renamed").guest().orElseThrow().node().equals(node));
            for (String label : gates.keySet()) {
                String agent = of(label).getNodeName();
                gates.get(label).open();
                assertThat(succeeded(jenkins, label)).contains("over on " + agent);
            }
            lab.awaitNothingLeft();
            LifeLab.await(() -> slots().isEmpty());
            assertThat(lab.tasks("qmclone")).isEqualTo(3);
            assertThat(lab.tasks("qmdestroy")).isEqualTo(3);
        });
    }

    @Test
    void aBuildGoesOnWhoseJobWasMoved() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsWithProxmox.connect(lab.proxmox);
            cloud("pve", template("moved", new OneShotLife()));
            begin(jenkins, "moved");
            build(jenkins, "moved").getParent().renameTo("elsewhere");
            jobs.put("moved", "elsewhere");
            assertThat(of("moved").use().running()).containsExactly("elsewhere#1");
            jenkins.jenkins.save();
        });

        sessions.then(jenkins -> {
            String agent = of("moved").getNodeName();
            lab.pass(Duration.ofMinutes(1));
            LifeLab.check();
            gates.get("moved").open();
            assertThat(succeeded(jenkins, "moved")).contains("over on " + agent);
            lab.awaitNothingLeft();
        });
    }

    /** As for maintenance: Pipeline lets nothing go on then. */
    @Test
    void aBuildIsAwaitedAsLongAsTheControllerIsQuiet() throws Throwable {
        sessions.then(jenkins -> {
            JenkinsWithProxmox.connect(lab.proxmox);
            cloud("pve", template("quiet", new OneShotLife()));
            begin(jenkins, "quiet");
            jenkins.jenkins.save();
            Path hooks = Files.createDirectories(
                    jenkins.jenkins.getRootDir().toPath().resolve("init.groovy.d"));
            Files.writeString(hooks.resolve("quiet.groovy"), "jenkins.model.Jenkins.get().doQuietDown()");
        });

        sessions.then(jenkins -> {
            assertThat(jenkins.jenkins.isQuietingDown()).isTrue();
            ProxmoxAgent agent = of("quiet");
            LifeLab.await(agent.computer().orElseThrow()::isOnline);
            for (int i = 0; i < 3; i++) {
                lab.pass(Duration.ofMinutes(6));
                LifeLab.check();
            }
            assertThat(agent.use().running()).hasSize(1);

            jenkins.jenkins.doCancelQuietDown();
            gates.get("quiet").open();
            assertThat(succeeded(jenkins, "quiet")).contains("over on " + agent.getNodeName());
            lab.awaitNothingLeft();
        });
    }

    /** When it has done this, something else is still to be done by it. */
    private Hold hold(JenkinsRule jenkins, String label, String task) throws Exception {
        Hold hold = lab.proxmox.tasks().hold(task);
        start(jenkins, label, "node('" + label + "') { echo \"over on ${NODE_NAME}\" }");
        lab.proxmox.tasks().awaitTask(it -> it.type().equals(task) && it.isRunning());
        return hold;
    }

    @Test
    void agentsThatWereOnTheirWayGoOn() throws Throwable {
        List<Hold> holds = new ArrayList<>();
        sessions.then(jenkins -> {
            JenkinsWithProxmox.connect(lab.proxmox);
            ProxmoxTemplate waiting = template("connecting", new OneShotLife());
            waiting.setConnector(InProcessConnector.plan("until a restart", it -> {
                connecting.countDown();
                if (!restarted) {
                    end.await();
                }
            }));
            cloud("pve", waiting, template("starting", new OneShotLife()), template("cloning", new OneShotLife()))
                    .setLimit(3);
            jenkins.jenkins.save();
            start(jenkins, "connecting", "node('connecting') { echo \"over on ${NODE_NAME}\" }");
            connecting.await();
            holds.add(hold(jenkins, "starting", "qmstart"));
            holds.add(hold(jenkins, "cloning", "qmclone"));
            agents = names();
        });
        restarted = true;
        LifeLab.await(() -> Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .noneMatch(frame -> frame.getClassName().endsWith(".GuestMaking")));

        sessions.then(jenkins -> {
            ProxmoxCloud cloud = LifeLab.cloud();
            assertThat(AgentFleet.get().add(cloud, cloud.getTemplates().get(0)).obstacle())
                    .isEqualTo("the cloud 'pve' has its 3 guests");
            assertThat(names()).isEqualTo(agents);
            holds.forEach(Hold::release);
            List<String> places = new ArrayList<>();
            for (String label : jobs.keySet()) {
                places.add(succeeded(jenkins, label).replaceFirst("(?s).*over on (\\S+).*", "$1"));
            }
            assertThat(places).containsExactlyElementsOf(agents);
            lab.awaitNothingLeft();
            LifeLab.await(() -> slots().isEmpty());
            assertThat(started()).isEqualTo(Map.of("qmclone", 3L, "qmstart", 3L, "qmstop", 3L, "qmdestroy", 3L));
        });
    }

    private Map<String, Long> started() {
        return lab.proxmox.tasks().all().stream()
                .filter(task ->
                        List.of("qmclone", "qmstart", "qmstop", "qmdestroy").contains(task.type()))
                .collect(Collectors.groupingBy(EmbeddedTask::type, Collectors.counting()));
    }

    @Test
    void agentsWhoseGuestsAreGoneAreRemoved() throws Throwable {
        List<Integer> vmids = new ArrayList<>();
        sessions.then(jenkins -> {
            JenkinsWithProxmox.connect(lab.proxmox);
            List<String> kinds = List.of("building", "idle", "stopped", "taken");
            cloud(
                    "pve",
                    kinds.stream()
                            .map(kind -> template(kind, new ReusableLife()))
                            .toArray(ProxmoxTemplate[]::new));
            jenkins.jenkins.save();
            begin(jenkins, "building");
            for (String kind : kinds.subList(1, 4)) {
                ProxmoxCloud cloud = LifeLab.cloud();
                ProxmoxAgent agent = AgentFleet.get()
                        .add(cloud, cloud.template("debian-" + kind).orElseThrow())
                        .agent()
                        .orElseThrow();
                LifeLab.await(
                        () -> agent.computer().filter(ProxmoxComputer::isOnline).isPresent());
            }
            kinds.forEach(kind -> vmids.add(lab.guest(of(kind)).vmid()));
        });
        lab.proxmox.cluster().removeGuest(vmids.get(0));
        lab.proxmox.cluster().removeGuest(vmids.get(1));
        lab.proxmox.cluster().guest(vmids.get(2)).orElseThrow().stopped();
        lab.proxmox.cluster().removeGuest(vmids.get(3));
        lab.proxmox.cluster().addVirtualMachine("pve1", vmids.get(3), "somebody-elses");

        sessions.then(jenkins -> {
            lab.awaitNothingLeft();
            LifeLab.await(() -> slots().isEmpty());
            assertThat(lab.proxmox.cluster().guest(vmids.get(3))).isPresent();
            assertThat(lab.tasks("qmdestroy")).isEqualTo(1);
            WorkflowRun run = build(jenkins, "building");
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run)).contains("(" + vmids.get(0) + ") is gone");
        });
    }
}

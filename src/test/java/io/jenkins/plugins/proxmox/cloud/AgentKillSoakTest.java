package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Node;
import hudson.model.ParametersAction;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.settings.AgentLife;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.RolledBackLife;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A controller whose process is killed without a word at any of its calls, again and again, with real agents: nothing is left
 * in the end, without any sweeping, and no limit was ever exceeded. How often is told by {@code -Dproxmox.soak.kills}, without
 * which nothing is run, and by {@code -Dproxmox.soak.seed} at which calls.
 */
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(
        named = "proxmox.soak.kills",
        matches = "\\d+",
        disabledReason = "takes minutes; -Dproxmox.soak.kills=20 runs it")
class AgentKillSoakTest {
    private static final int KILLS = Integer.getInteger("proxmox.soak.kills", 20);
    private static final long SEED = Long.getLong("proxmox.soak.seed", 6);
    private static final int WAITING_BUILDS = 8;
    private static final int MOST_CALLS = 120;
    private static final int PATIENCE_SECONDS = 60;

    static {
        System.setProperty("jenkins.test.timeout", "3600");
    }

    @RegisterExtension
    private final RealJenkinsExtension controller =
            new RealJenkinsExtension().prepareHomeLazily(true).withTimeout(3600);

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    /** How many calls there may still be; nobody is killed if negative. */
    private final AtomicInteger left = new AtomicInteger(-1);

    private final AtomicReference<CountDownLatch> killed = new AtomicReference<>();
    private AgentLab agents;
    private SoakLab lab;

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
        if (agents != null) {
            agents.close();
        }
    }

    @Test
    void nothingIsLeftAndNoLimitIsExceededWhereverTheProcessIsKilled() throws Throwable {
        agents = AgentLab.start(folder.resolve("machines"));
        EmbeddedProxmox proxmox = agents.proxmox();
        controller.startJenkins();
        String id = controller.runRemotely(jenkins -> ControllerIdentity.id());
        lab = new SoakLab(proxmox, id);
        proxmox.requests().listen(this::count);
        controller.runRemotely(
                AgentKillSoakTest::begin,
                proxmox.url().toString(),
                proxmox.token(),
                proxmox.fingerprint(),
                agents.machines().remoteFs());
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill > 0) {
                controller.startJenkins();
            }
            controller.runRemotely(AgentKillSoakTest::feed);
            CountDownLatch latch = new CountDownLatch(1);
            killed.set(latch);
            left.set(random.nextInt(MOST_CALLS));
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                left.set(-1);
                controller.stopJenkinsForcibly();
            }
            assertThat(lab.limitBroken).isEmpty();
        }
        controller.startJenkins();
        ArrayList<String> leftInJenkins = controller.runRemotely(AgentKillSoakTest::end);
        boolean nothingLeft = agents.awaitNewGuests(lab.strangers);
        System.out.println("Killed " + KILLS + " times, seed " + SEED + ": " + lab.agents.size() + " agents; at most "
                + lab.most() + "; left: " + lab.guests() + leftInJenkins);
        assertThat(leftInJenkins).isEmpty();
        assertThat(nothingLeft).as(() -> "nothing left of " + lab.guests()).isTrue();
        assertThat(lab.disturbed()).as("guests of others that have changed").isEmpty();
        assertThat(lab.violations).isEmpty();
        assertThat(lab.limitBroken).isEmpty();
    }

    /** The call has had its effect, and nobody hears of it any more. */
    private void count(RecordedRequest request) {
        if (left.getAndUpdate(number -> number < 0 ? number : number - 1) == 0) {
            controller.stopJenkinsForcibly();
            killed.get().countDown();
        }
    }

    private static void begin(JenkinsRule jenkins, String url, String token, String fingerprint, String remoteRoot)
            throws Exception {
        JenkinsWithProxmox.connect(url, token, fingerprint);
        RolledBackLife life = new RolledBackLife();
        life.setUses(2);
        List<ProxmoxTemplate> templates = List.of(
                template("debian", new SshConnector(), new OneShotLife(), remoteRoot),
                template("small", new InboundConnector(), life, remoteRoot));
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setLimit(SoakLab.CLOUD_LIMIT);
        cloud.setNodeLimit(SoakLab.NODE_LIMIT);
        cloud.setTemplates(templates);
        jenkins.jenkins.setNumExecutors(0);
        jenkins.jenkins.clouds.add(cloud);
        jenkins.jenkins.save();
        for (ProxmoxTemplate template : templates) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, template.getName());
            job.setDefinition(new CpsFlowDefinition("node('" + template.getName() + "') { echo 'here' }", true));
        }
    }

    private static ProxmoxTemplate template(String name, AgentConnector connector, AgentLife life, String remoteRoot) {
        ProxmoxTemplate template = new ProxmoxTemplate(name, "9000");
        template.setLabels(name);
        template.setLimit(SoakLab.TEMPLATE_LIMIT);
        template.setRemoteRoot(remoteRoot);
        template.setConnector(connector);
        template.setLife(life);
        return template;
    }

    private static void feed(JenkinsRule jenkins) {
        List<WorkflowJob> jobs = jenkins.jenkins.getAllItems(WorkflowJob.class);
        long waiting = Arrays.stream(jenkins.jenkins.getQueue().getItems())
                .filter(item -> !(item.task instanceof WorkflowJob))
                .count();
        for (long number = waiting; number < WAITING_BUILDS; number++) {
            // A parameter of its own keeps it from being taken for one that waits already.
            jobs.get((int) (number % jobs.size()))
                    .scheduleBuild2(
                            0,
                            new ParametersAction(
                                    new StringParameterValue("number", String.valueOf(System.nanoTime()))));
        }
    }

    /** What is left in Jenkins when nobody wants any agent any more. */
    private static ArrayList<String> end(JenkinsRule jenkins) throws Exception {
        List<String> failures = new ArrayList<>();
        try {
            LifeLab.await(() -> {
                // Pipelines that were loaded late may have asked for agents again.
                stopAll(jenkins.jenkins);
                failures.clear();
                failures.addAll(Disposals.attempt());
                return jenkins.jenkins.getNodes().isEmpty()
                        && Disposals.waiting().isEmpty()
                        && AgentOperation.all().isEmpty();
            });
        } catch (AssertionError e) {
            failures.add(e.getMessage());
        }
        ArrayList<String> left = new ArrayList<>(failures);
        jenkins.jenkins.getNodes().forEach(node -> left.add(node.getNodeName()));
        Disposals.waiting().forEach(disposal -> left.add(disposal.toString()));
        AgentOperation.all().forEach(operation -> left.add(operation.toString()));
        return left;
    }

    private static void stopAll(Jenkins jenkins) throws IOException {
        jenkins.getQueue().clear();
        Arrays.stream(jenkins.getComputers())
                .map(Computer::getAllExecutors)
                .flatMap(List::stream)
                .filter(Executor::isBusy)
                .forEach(Executor::interrupt);
        for (Node agent : jenkins.getNodes()) {
            jenkins.removeNode(agent);
        }
    }
}

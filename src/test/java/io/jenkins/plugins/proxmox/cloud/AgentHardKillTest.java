package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.RolledBackLife;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller whose process is killed without a word, again and again, while a real agent comes, builds and goes. */
@DisabledOnOs(OS.WINDOWS)
class AgentHardKillTest {
    private static final String JOB = "survivor";

    @RegisterExtension
    private final RealJenkinsExtension controller = JenkinsWithProxmox.process();

    @TempDir
    private Path folder;

    private AgentLab lab;
    private EmbeddedProxmox proxmox;
    private Gate gate;

    @BeforeEach
    void start() throws Exception {
        lab = AgentLab.start(folder.resolve("machines"));
        proxmox = lab.proxmox();
        gate = new Gate(folder.resolve("gate"));
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
        lab.close();
    }

    private Hold hold(String task) {
        return proxmox.tasks().hold(task);
    }

    private void killDuring(String task) throws Exception {
        proxmox.tasks().awaitTask(it -> it.type().equals(task) && it.isRunning());
        controller.stopJenkinsForcibly();
    }

    @Test
    void nothingIsDoneTwiceAndNothingIsLeft() throws Throwable {
        Hold clone = hold("qmclone");
        controller.startJenkins();
        controller.runRemotely(
                AgentHardKillTest::connect, proxmox.url().toString(), proxmox.token(), proxmox.fingerprint());
        String script = gate.pipeline("debian") + "\n node('debian') { sh 'echo again on $NODE_NAME' }";
        controller.runRemotely(AgentHardKillTest::begin, script, lab.machines().remoteFs());
        killDuring("qmclone");

        controller.startJenkins();
        clone.release();
        controller.runRemotely(AgentHardKillTest::await, "begun");
        controller.stopJenkinsForcibly();

        Hold rollback = hold("qmrollback");
        controller.startJenkins();
        gate.open();
        proxmox.tasks().awaitTask(it -> it.type().equals("qmrollback") && it.isRunning());
        controller.runRemotely(AgentHardKillTest::awaitQueued);
        controller.stopJenkinsForcibly();

        Hold destroy = hold("qmdestroy");
        controller.startJenkins();
        rollback.release();
        proxmox.tasks().awaitTask(it -> it.type().equals("qmdestroy") && it.isRunning());
        // Else its pipeline may not be on disk.
        controller.runRemotely(AgentHardKillTest::end);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        destroy.release();
        String console = controller.runRemotely(AgentHardKillTest::end);

        String agent = console.replaceFirst("(?s).*over on (\\S+).*", "$1");
        assertThat(console).contains("again on " + agent);
        assertThat(lab.awaitNothingLeft()).isTrue();
        for (String task : List.of("qmclone", "qmsnapshot", "qmrollback")) {
            assertThat(proxmox.tasks().ofType(task)).as(task).hasSize(1);
        }
        // What is to be removed may be tried again while the first try is under way, and that one finds nothing.
        assertThat(proxmox.tasks().ofType("qmdestroy"))
                .filteredOn(it -> it.exitStatus().equals(Optional.of("OK")))
                .hasSize(1);
        assertThat(controller.runRemotely(AgentHardKillTest::left)).isEmpty();
    }

    private static void connect(JenkinsRule jenkins, String url, String token, String fingerprint) throws Exception {
        JenkinsWithProxmox.connect(url, token, fingerprint);
    }

    private static void begin(JenkinsRule jenkins, String script, String remoteRoot) throws Exception {
        ProxmoxTemplate template = new ProxmoxTemplate("debian", "9000");
        template.setLabels("debian");
        template.setRemoteRoot(remoteRoot);
        template.setConnector(new InboundConnector());
        RolledBackLife life = new RolledBackLife();
        life.setUses(2);
        template.setLife(life);
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setTemplates(List.of(template));
        jenkins.jenkins.clouds.add(cloud);
        jenkins.jenkins.save();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        job.setDefinition(new CpsFlowDefinition(script, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
    }

    private static void await(JenkinsRule jenkins, String message) throws Exception {
        jenkins.waitForMessage(message, build(jenkins));
    }

    /** It waits for its second agent, and that is on disk: what of a pipeline is not, nobody can resume. */
    private static void awaitQueued(JenkinsRule jenkins) throws Exception {
        FlowExecution execution = build(jenkins).getExecutionPromise().get();
        LifeLab.await(() -> jenkins.jenkins.getQueue().getItems().length > 0);
        execution.getCurrentExecutions(false).get();
    }

    private static String end(JenkinsRule jenkins) throws Exception {
        return JenkinsRule.getLog(jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins))));
    }

    /** What is left in Jenkins. */
    private static ArrayList<String> left(JenkinsRule jenkins) throws Exception {
        ArrayList<String> left = new ArrayList<>(Disposals.attempt());
        jenkins.jenkins.getNodes().forEach(node -> left.add(node.getNodeName()));
        return left;
    }
}

package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.Patience;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import java.io.File;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Blocks with agents of their own whose controller is restarted in the middle. */
class PipelineAgentRestartTest {
    private static final String SCRIPT = """
            proxmoxAgent(template: 'debian', cpus: 3) {
                node(PROXMOX_LABEL) { echo "in on ${env.NODE_NAME}" }
                echo "out of ${PROXMOX_LABEL}"
            }
            """;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final CloudInProcess cloud = new CloudInProcess();
    private final CountDownLatch connecting = new CountDownLatch(1);
    private final CountDownLatch restarted = new CountDownLatch(1);
    private String job;
    private String agent;
    private File directory;

    @AfterEach
    void close() {
        cloud.close();
    }

    private void begin(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, InProcessConnector.plan("restart", it -> {
            connecting.countDown();
            restarted.await();
        }));
        jenkins.jenkins.save();
        WorkflowJob created = JenkinsWithProxmox.pipeline(jenkins, SCRIPT);
        WorkflowRun run = created.scheduleBuild2(0).waitForStart();
        connecting.await();
        job = created.getFullName();
        directory = run.getRootDir();
        agent = AgentFleet.agents().get(0).getNodeName();
    }

    private WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    @Test
    void theAgentThatWasOnItsWayIsTheBlocks() throws Throwable {
        sessions.then(this::begin);
        sessions.then(jenkins -> {
            restarted.countDown();

            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));

            jenkins.assertLogContains("in on " + agent, run);
            cloud.assertNothingIsLeft();
            assertThat(cloud.proxmox().tasks().ofType("qmclone")).hasSize(1);
        });
    }

    @Test
    void anotherAgentIsMadeIfThatIsGone() throws Throwable {
        sessions.then(this::begin);
        sessions.then(jenkins -> {
            jenkins.jenkins.removeNode(jenkins.jenkins.getNode(agent));
            restarted.countDown();

            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));

            jenkins.assertLogNotContains("in on " + agent, run);
            jenkins.assertLogContains("in on debian-", run);
            cloud.assertNothingIsLeft();
        });
    }

    @Test
    void aBlockWhoseTemplateIsGoneCanBeAborted() throws Throwable {
        sessions.then(this::begin);
        sessions.then(jenkins -> {
            jenkins.jenkins.clouds.clear();
            restarted.countDown();
            jenkins.jenkins.removeNode(jenkins.jenkins.getNode(agent));
            WorkflowRun run = build(jenkins);
            jenkins.waitForMessage("Resuming build", run);

            run.getExecutionPromise().get().interrupt(Result.ABORTED);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            cloud.assertNothingIsLeft();
        });
    }

    @Test
    void agentsOfABuildThatIsNoMoreAreRemoved() throws Throwable {
        sessions.then(this::begin);
        Patience.delete(directory);
        sessions.then(jenkins -> {
            restarted.countDown();
            cloud.assertNothingIsLeft();
        });
    }
}

package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What becomes of the task when somebody aborts the build. */
@WithJenkins
class AbortTest {
    @Test
    void abortingTheBuildStopsTheTask(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WorkflowRun run = abortWhileCloning(jenkins, proxmox, "proxmoxClone template: 'debian-12', full: true");

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("task stopped", run);
            assertThat(proxmox.requests().count("DELETE", "/nodes/*/tasks/*")).isEqualTo(1);
            assertThat(proxmox.tasks().all())
                    .singleElement()
                    .satisfies(task -> assertThat(task.exitStatus()).contains("clone failed: interrupted by signal"));
        }
    }

    @Test
    void aTaskThatEndsBeforeTheCallThatStopsItDoesNotFailTheBuild(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            // A real server answers about a second after the task has died, and the polls go on meanwhile.
            proxmox.faults().call("DELETE", "/nodes/*/tasks/*").delayAfterEffect(Duration.ofSeconds(1));
            WorkflowRun run = abortWhileCloning(jenkins, proxmox, "proxmoxClone template: 'debian-12', full: true");

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("task stopped", run);
            jenkins.assertLogNotContains("ERROR", run);
        }
    }

    @Test
    void aTaskCanBeLeftAlone(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WorkflowRun run = abortWhileCloning(
                    jenkins, proxmox, "proxmoxClone template: 'debian-12', full: true, abort: 'leave'");

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("goes on in Proxmox VE as task UPID:pve1:", run);
            assertThat(proxmox.requests().count("DELETE", "/nodes/*/tasks/*")).isZero();
        }
    }

    private static WorkflowRun abortWhileCloning(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script)
            throws Exception {
        proxmox.tasks().hold("qmclone");
        JenkinsWithProxmox.connect(proxmox);
        WorkflowRun run =
                JenkinsWithProxmox.pipeline(jenkins, script).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("create full clone of drive", run);
        run.getExecutor().interrupt();
        return run;
    }
}

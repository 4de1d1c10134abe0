package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A restart of the controller while something is waited for. */
class LookRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aWaitGoesOn() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String[] job = new String[1];
            sessions.then(jenkins -> job[0] = begin(
                    jenkins,
                    proxmox,
                    "echo \"is ${proxmoxWaitFor(guest: 'build', state: 'running').status}\"",
                    "Waiting for build (102)"));
            proxmox.cluster().guest(102).orElseThrow().running();
            sessions.then(jenkins -> {
                WorkflowRun run = build(jenkins, job[0]);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
                jenkins.assertLogContains("is running", run);
            });
        }
    }

    @Test
    void aRequestIsSentOnceAndItsTaskAwaited() throws Throwable {
        String path = "/nodes/pve2/qemu/102/status/start";
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            Hold hold = proxmox.tasks().hold("qmstart");
            String[] job = new String[1];
            sessions.then(jenkins -> {
                job[0] = begin(
                        jenkins,
                        proxmox,
                        "echo \"upid ${proxmoxRequest(path: '" + path + "', method: 'POST')}\"",
                        "POST " + path);
                proxmox.tasks().awaitTask(task -> task.type().equals("qmstart"));
                // The first look at the task means that its UPID is known and written down.
                proxmox.cluster().await(c -> proxmox.requests().count("GET", "/nodes/pve2/tasks/*/status") > 0);
            });
            sessions.then(jenkins -> {
                WorkflowRun run = build(jenkins, job[0]);
                hold.release();
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
                jenkins.assertLogContains("upid UPID:pve2:", run);
                assertThat(proxmox.requests().count("POST", path)).isEqualTo(1);
            });
        }
    }

    private static String begin(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script, String message)
            throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, script);
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage(message, run);
        return job.getFullName();
    }

    private static WorkflowRun build(JenkinsRule jenkins, String job) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }
}

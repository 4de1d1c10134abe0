package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A restart of the controller. */
class RestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aStepThatWasRunningSaysSoAndDoesNothingTwice() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.tasks().hold("qmclone");
            String[] job = new String[1];
            sessions.then(jenkins -> {
                JenkinsWithProxmox.connect(proxmox);
                WorkflowJob pipeline =
                        JenkinsWithProxmox.pipeline(jenkins, "proxmoxClone template: 'debian-12', full: true");
                job[0] = pipeline.getFullName();
                jenkins.waitForMessage(
                        "create full clone of drive", pipeline.scheduleBuild2(0).waitForStart());
            });
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.jenkins
                        .getItemByFullName(job[0], WorkflowJob.class)
                        .getBuildByNumber(1);

                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
                jenkins.assertLogContains("Jenkins was restarted while this step was running", run);
                assertThat(proxmox.requests().count("POST", "/nodes/*/qemu/*/clone"))
                        .isEqualTo(1);
            });
        }
    }
}

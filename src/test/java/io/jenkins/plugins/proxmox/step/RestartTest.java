package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A restart of the controller. */
class RestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @ParameterizedTest
    @EnumSource
    void aStepGoesOnAndEndsOnce(Survivors survivor) throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            Hold hold = proxmox.tasks().hold(survivor.task);
            String[] job = new String[1];
            sessions.then(jenkins -> job[0] = begin(jenkins, proxmox, survivor));
            sessions.then(jenkins -> {
                WorkflowRun run = build(jenkins, job[0]);
                hold.release();

                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
                survivor.check.accept(proxmox);
                survivor.checkConsole(JenkinsRule.getLog(run));
                assertThat(jenkins.jenkins.getRootDir().toPath().resolve("proxmox-operations"))
                        .isEmptyDirectory();
            });
        }
    }

    @Test
    void aTaskThatEndsWhileTheControllerIsDownIsNotWaitedForInVain() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            Hold hold = proxmox.tasks().hold("qmclone");
            String[] job = new String[1];
            sessions.then(jenkins -> job[0] = begin(jenkins, proxmox, Survivors.CLONE));
            hold.release();
            proxmox.tasks().awaitAll();
            sessions.then(jenkins -> {
                WorkflowRun run = build(jenkins, job[0]);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
                Survivors.CLONE.check.accept(proxmox);
            });
        }
    }

    @Test
    void aBuildThatIsAbortedAfterARestartLeavesNothingBehind() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.tasks().hold("qmclone");
            String[] job = new String[1];
            sessions.then(jenkins -> job[0] = begin(jenkins, proxmox, Survivors.CLONE));
            sessions.then(jenkins -> {
                WorkflowRun run = build(jenkins, job[0]);
                run.getExecutionPromise().get().interrupt(Result.ABORTED);

                jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
                assertThat(proxmox.tasks().aborted()).hasSize(1);
                assertThat(proxmox.cluster().guests()).hasSize(6);
            });
        }
    }

    private static String begin(JenkinsRule jenkins, EmbeddedProxmox proxmox, Survivors survivor) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        CountDownLatch known = survivor.taskIsKnown(proxmox);
        WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, survivor.script);
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage(survivor.message, run);
        proxmox.tasks().awaitTask(task -> task.type().equals(survivor.task));
        assertThat(known.await(1, TimeUnit.MINUTES)).isTrue();
        return job.getFullName();
    }

    private static WorkflowRun build(JenkinsRule jenkins, String job) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }
}

package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller whose process is killed without a word. */
class HardKillTest {
    private static final String JOB = "survivor";

    @RegisterExtension
    private final RealJenkinsExtension controller = JenkinsWithProxmox.process();

    @ParameterizedTest
    @EnumSource(names = {"CLONE", "BACKUP", "ROLLBACK", "RESTORE", "DESTROY"})
    void aStepGoesOnAndEndsOnce(Survivors survivor) throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            Hold hold = proxmox.tasks().hold(survivor.task);
            CountDownLatch known = survivor.taskIsKnown(proxmox);
            controller.startJenkins();
            controller.runRemotely(
                    HardKillTest::connect, proxmox.url().toString(), proxmox.token(), proxmox.fingerprint());
            controller.runRemotely(HardKillTest::begin, survivor.script, survivor.message);
            assertThat(known.await(1, TimeUnit.MINUTES)).isTrue();
            controller.stopJenkinsForcibly();

            JenkinsWithProxmox.startAgain(controller);
            hold.release();
            String console = controller.runRemotely(HardKillTest::end);

            survivor.check.accept(proxmox);
            survivor.checkConsoleAfterKill(console);
        }
    }

    private static void connect(JenkinsRule jenkins, String url, String token, String fingerprint) throws Exception {
        JenkinsWithProxmox.connect(url, token, fingerprint);
    }

    private static void begin(JenkinsRule jenkins, String script, String message) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.waitForMessage(message, job.scheduleBuild2(0).waitForStart());
    }

    private static String end(JenkinsRule jenkins) throws Exception {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        return JenkinsRule.getLog(run);
    }
}

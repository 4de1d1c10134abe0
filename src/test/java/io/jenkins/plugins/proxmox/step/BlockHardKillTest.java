package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.core.operation.CloneGuest;
import io.jenkins.plugins.proxmox.core.operation.CloneRequest;
import io.jenkins.plugins.proxmox.core.operation.OperationOptions;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import io.jenkins.plugins.proxmox.run.BuildOperation;
import io.jenkins.plugins.proxmox.run.Held;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller whose process is killed without a word while builds hold guests. */
class BlockHardKillTest {
    private static final String JOB = "survivor";
    private static final String SCRIPT = "withProxmoxGuest(template: 'debian-12', full: true, name: 'ci-1') { vm ->"
            + " proxmoxSnapshot guest: 'build', name: 'held'; echo \"body has ${vm.name}\" }";

    @RegisterExtension
    private final RealJenkinsExtension controller = JenkinsWithProxmox.process();

    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();
    private final int before = proxmox.cluster().guests().size();

    @AfterEach
    void close() {
        proxmox.close();
    }

    private void start() throws Throwable {
        controller.startJenkins();
        controller.runRemotely(
                BlockHardKillTest::connect, proxmox.url().toString(), proxmox.token(), proxmox.fingerprint());
    }

    private static void connect(JenkinsRule jenkins, String url, String token, String fingerprint) throws Exception {
        JenkinsWithProxmox.connect(url, token, fingerprint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qmclone", "qmsnapshot", "qmdestroy"})
    void aBlockGoesOnAndLeavesNothing(String task) throws Throwable {
        Hold hold = proxmox.tasks().hold(task);
        start();
        controller.runRemotely(BlockHardKillTest::begin);
        proxmox.tasks().awaitTask(it -> it.type().equals(task));
        controller.stopJenkinsForcibly();

        JenkinsWithProxmox.startAgain(controller);
        hold.release();
        String console = controller.runRemotely(BlockHardKillTest::end);

        assertThat(console).contains("body has ci-1").doesNotContain("WARNING");
        assertThat(proxmox.cluster().guests()).hasSize(before);
        assertThat(proxmox.tasks().ofType("qmclone")).hasSize(1);
    }

    private static void begin(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private static String end(JenkinsRule jenkins) throws Exception {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        return JenkinsRule.getLog(run);
    }

    /** Builds of other kinds die with the controller. */
    @Test
    void aFreestyleBuildIsCleanedUpAfter() throws Throwable {
        start();
        controller.runRemotely(BlockHardKillTest::beginFreestyle);
        assertThat(proxmox.cluster().guests()).hasSize(before + 1);
        controller.stopJenkinsForcibly();

        JenkinsWithProxmox.startAgain(controller);
        assertThat(controller.runRemotely(BlockHardKillTest::isLoaded)).isTrue();
        assertThat(controller.runRemotely(BlockHardKillTest::attempt)).isEmpty();
        assertThat(proxmox.cluster().guests()).hasSize(before);
    }

    private static void beginFreestyle(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject(JOB);
        job.getBuildersList().add(new Cloning());
        jenkins.waitForMessage("has a guest", job.scheduleBuild2(0).waitForStart());
        // Another process does not know this class, and would not load the job.
        job.getBuildersList().clear();
        job.save();
    }

    private static Boolean isLoaded(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName(JOB, FreeStyleProject.class).getBuildByNumber(1) != null;
    }

    private static ArrayList<String> attempt(JenkinsRule jenkins) throws Exception {
        return new ArrayList<>(Disposals.attempt());
    }

    /** Has a guest, and never ends. */
    public static final class Cloning extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException, IOException {
            new BuildOperation(build, UUID.randomUUID().toString(), null)
                    .begin(
                            new CloneGuest(new CloneRequest("debian-12").name("ci-1")),
                            OperationOptions.within(Duration.ofMinutes(1)),
                            listener.getLogger()::println,
                            Optional.of(Held.guest(Optional.empty())))
                    .result()
                    .join();
            // Otherwise there would be no such build any more.
            build.save();
            listener.getLogger().println("has a guest");
            new CountDownLatch(1).await();
            return true;
        }
    }
}

package io.jenkins.plugins.proxmox.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.AbortException;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.tasks.Builder;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import io.jenkins.plugins.proxmox.run.KeptGuestAction;
import io.jenkins.plugins.proxmox.step.ActionStep;
import io.jenkins.plugins.proxmox.step.WithGuestStep;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.CaptureEnvironmentBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.UnstableBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A guest for the time of a freestyle build. */
@WithJenkins
class GuestWrapperTest {
    @Test
    void theGuestIsThereDuringTheBuildAndGoneAfterwards(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = job(jenkins, wrapper());
            CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
            job.getBuildersList().add(environment);
            job.getBuildersList().add(new TestBuilder() {
                @Override
                public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener) {
                    return exists(proxmox);
                }
            });

            FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

            assertThat(environment.getEnvVars())
                    .containsEntry("DB_GUEST_NAME", "ci-1")
                    .containsKeys("DB_GUEST_VMID", "DB_GUEST_NODE", "DB_GUEST_ADDRESS");
            jenkins.assertLogContains("Destroying ci-1 (100)", build);
            assertThat(exists(proxmox)).isFalse();
            assertThat(AsyncResourceDisposer.get().getBacklog()).isEmpty();
        }
    }

    @Test
    void whatIsSaidOfALaterGuestReplacesAllThatIsSaidOfThisOne(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = job(jenkins, wrapper());
            OperationBuilder other = new OperationBuilder(new ActionStep("build", "start"));
            other.setVariablePrefix("DB");
            job.getBuildersList().add(other);
            CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
            job.getBuildersList().add(environment);

            jenkins.buildAndAssertSuccess(job);

            assertThat(environment.getEnvVars())
                    .containsEntry("DB_GUEST_NAME", "build")
                    .doesNotContainKey("DB_GUEST_ADDRESS");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theGuestOfABuildThatFailsIsGoneUnlessItIsKept(boolean kept, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            GuestWrapper wrapper = wrapper(kept ? "$HOURS" : null);
            FreeStyleProject job = job(jenkins, wrapper);
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("HOURS", "8")));
            job.getBuildersList().add(new Broken());

            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains("broken on purpose", build);
            assertThat(exists(proxmox)).isEqualTo(kept);
            assertThat(build.getActions(KeptGuestAction.class)).hasSize(kept ? 1 : 0);
        }
    }

    @Test
    void anUnstableBuildIsAlsoOneToLookInto(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            GuestWrapper wrapper = wrapper("8h");
            FreeStyleProject job = job(jenkins, wrapper);
            job.getBuildersList().add(new UnstableBuilder());
            jenkins.buildAndAssertStatus(Result.UNSTABLE, job);
            assertThat(exists(proxmox)).isTrue();
        }
    }

    @Test
    void aGuestThatMightBeKeptIsGoneAfterSuccess(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            GuestWrapper wrapper = wrapper("8h");
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(job(jenkins, wrapper));

            jenkins.assertLogContains("Destroying ci-1 (100)", build);
            assertThat(exists(proxmox)).isFalse();
            assertThat(build.getActions(GuestRelease.Undecided.class)).isEmpty();
        }
    }

    @Test
    void theGuestOfAnAbortedBuildIsGone(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = job(jenkins, wrapper());
            job.getBuildersList().add(new SleepBuilder(Long.MAX_VALUE));
            FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Sleeping", build);
            build.getExecutor().interrupt();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(exists(proxmox)).isFalse();
        }
    }

    @Test
    void anAbortWhileItIsClonedLeavesNothingBehind(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.tasks().hold("qmstart");
            FreeStyleBuild build = job(jenkins, wrapper()).scheduleBuild2(0).waitForStart();
            proxmox.tasks().awaitTask(task -> task.type().equals("qmstart"));
            build.getExecutor().interrupt();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(exists(proxmox)).isFalse();
            jenkins.assertLogNotContains("ERROR", build);
        }
    }

    @Test
    void theImpatientLeaveTheRestToTheQueue(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            Hold hold = proxmox.tasks().hold("qmdestroy");
            FreeStyleBuild build = job(jenkins, wrapper()).scheduleBuild2(0).waitForStart();
            proxmox.tasks().awaitTask(task -> task.type().equals("qmdestroy"));
            build.getExecutor().interrupt();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("WARNING: VM ci-1 (100) could not be removed yet", build);
            hold.release();
            assertThat(proxmox.cluster().await(cluster -> !exists(proxmox))).isTrue();
        }
    }

    @Test
    void whatCanNotBeDestroyedNowIsDestroyedLaterAndTheBuildStaysGreen(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.faults().call("DELETE", "/nodes/*/qemu/*").answer(500, "no quorum!");
            FreeStyleBuild build = jenkins.buildAndAssertSuccess(job(jenkins, wrapper()));

            jenkins.assertLogContains("WARNING: VM ci-1 (100) could not be removed: ", build);
            assertThat(proxmox.cluster().await(cluster -> !exists(proxmox))).isTrue();
        }
    }

    @Test
    void aPipelineMayUseItToo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                    jenkins,
                    "wrap([$class: 'GuestWrapper', guest: [$class: 'WithGuestStep', template: 'debian-12', name: 'ci-1']]) {\n"
                            + "    echo \"is ${env.PROXMOX_GUEST_NAME}\"\n}"));

            jenkins.assertLogContains("is ci-1", run);
            assertThat(exists(proxmox)).isFalse();
        }
    }

    @Test
    void theFormKeepsEverything(JenkinsRule jenkins) throws Exception {
        GuestWrapper before = wrapper("8");
        FreeStyleProject same = jenkins.configRoundtrip(job(jenkins, before));

        GuestWrapper after = same.getBuildWrappersList().get(GuestWrapper.class);
        jenkins.assertEqualDataBoundBeans(before, after);
        jenkins.assertEqualDataBoundBeans(before.getGuest(), after.getGuest());
    }

    @Test
    void aTimeThatIsNoneIsRefusedBeforeAnythingIsMade(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            jenkins.assertLogContains(
                    "keepOnFailure: 'forever' is no time; expected are hours",
                    jenkins.buildAndAssertStatus(Result.FAILURE, job(jenkins, wrapper("forever"))));
            assertThat(proxmox.requests().all()).isEmpty();
        }
    }

    private static GuestWrapper wrapper() {
        return wrapper(null);
    }

    private static GuestWrapper wrapper(String keepOnFailure) {
        WithGuestStep guest = new WithGuestStep("debian-12");
        guest.setName("ci-1");
        guest.setWaitFor("address");
        guest.setKeepOnFailure(keepOnFailure);
        GuestWrapper wrapper = new GuestWrapper(guest);
        wrapper.setVariablePrefix("DB");
        return wrapper;
    }

    private static FreeStyleProject job(JenkinsRule jenkins, GuestWrapper wrapper) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildWrappersList().add(wrapper);
        return job;
    }

    private static boolean exists(EmbeddedProxmox proxmox) {
        return proxmox.cluster().guests().stream()
                .anyMatch(guest -> guest.name().equals("ci-1"));
    }

    /** As most build steps fail today, and Jenkins does not tell build wrappers. */
    private static final class Broken extends Builder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws AbortException {
            throw new AbortException("broken on purpose");
        }
    }
}

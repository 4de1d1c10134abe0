package io.jenkins.plugins.proxmox.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.connection.SafetyPolicy;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import io.jenkins.plugins.proxmox.step.ActionStep;
import io.jenkins.plugins.proxmox.step.BackupStep;
import io.jenkins.plugins.proxmox.step.CloneStep;
import io.jenkins.plugins.proxmox.step.OperationStep;
import io.jenkins.plugins.proxmox.step.SnapshotStep;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.CaptureEnvironmentBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Operations as build steps of a freestyle job. */
@WithJenkins
class OperationBuilderTest {
    @Test
    void resultsAreInTheEnvironmentOfWhatFollows(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TEMPLATE", "")));
            CloneStep clone = clone("$TEMPLATE", "ci-${BUILD_NUMBER}");
            clone.setWaitFor("address");
            add(job, clone);
            SnapshotStep snapshot = new SnapshotStep("$PROXMOX_GUEST_VMID", "clean");
            snapshot.setDescription("costs 5 $$ for $NOBODY and $$BUILD_NUMBER");
            add(job, snapshot);
            BackupStep backup = new BackupStep();
            backup.setGuest("${PROXMOX_GUEST_NAME}, web");
            backup.setStorage("local");
            add(job, backup);
            CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
            job.getBuildersList().add(environment);

            FreeStyleBuild build = jenkins.assertBuildStatusSuccess(
                    job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("TEMPLATE", "debian-12"))));

            EmbeddedGuest guest = proxmox.cluster().guests().stream()
                    .filter(it -> it.name().equals("ci-1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(environment.getEnvVars())
                    .containsEntry("PROXMOX_GUEST_VMID", String.valueOf(guest.vmid()))
                    .containsEntry("PROXMOX_GUEST_NAME", "ci-1")
                    .containsEntry("PROXMOX_GUEST_NODE", "pve1")
                    .containsEntry("PROXMOX_GUEST_TYPE", "vm")
                    .containsEntry("PROXMOX_GUEST_STATUS", "running")
                    .containsEntry("PROXMOX_GUEST_TEMPLATE", "false")
                    .containsKeys("PROXMOX_GUEST_ADDRESS", "PROXMOX_GUEST_ADDRESSES")
                    .containsEntry("PROXMOX_SNAPSHOT_NAME", "clean")
                    .containsEntry("PROXMOX_SNAPSHOT_DESCRIPTION", "costs 5 $ for $NOBODY and $BUILD_NUMBER")
                    .containsEntry("PROXMOX_BACKUP_COUNT", "2")
                    .hasEntrySatisfying(
                            "PROXMOX_BACKUP_VOLID", volid -> assertThat(volid).startsWith("local:backup/"))
                    .hasEntrySatisfying(
                            "PROXMOX_BACKUP_VOLIDS",
                            volids -> assertThat(volids.split(" ")).hasSize(2));
            jenkins.assertLogContains("[proxmox] Cloning template debian-12", build);
            jenkins.assertLogContains("[proxmox] The result is in PROXMOX_GUEST_VMID, ", build);
            assertThat(jenkins.jenkins.getRootDir().toPath().resolve("proxmox-operations"))
                    .isEmptyDirectory();
        }
    }

    @Test
    void theLatestResultCountsUnlessThePrefixTellsThemApart(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            CloneStep clone = clone("debian-12", "ci-1");
            clone.setWaitFor("address");
            add(job, clone);
            OperationBuilder other = new OperationBuilder(new ActionStep("build", "start"));
            other.setVariablePrefix("OTHER");
            job.getBuildersList().add(other);
            add(job, new ActionStep("web", "stop"));
            CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
            job.getBuildersList().add(environment);

            jenkins.buildAndAssertSuccess(job);

            assertThat(environment.getEnvVars())
                    .containsEntry("PROXMOX_GUEST_NAME", "web")
                    .containsEntry("PROXMOX_GUEST_STATUS", "stopped")
                    .containsEntry("OTHER_GUEST_NAME", "build")
                    // That of the first one, and web has none.
                    .doesNotContainKey("PROXMOX_GUEST_ADDRESS");
        }
    }

    @Test
    void aFailureFailsTheBuildWithItsMessageAndNothingMoreIsDone(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            add(job, new ActionStep("$GUEST", "start"));
            add(job, new ActionStep("web", "stop"));

            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains("ERROR: '$GUEST' is neither a VMID nor a guest's name", build);
            jenkins.assertLogNotContains("Exception", build);
            assertThat(proxmox.cluster().guest(101).orElseThrow().status()).isEqualTo("running");
        }
    }

    @Test
    void aVariableWithLinesIsNoFurtherOption(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("SHARE", "")));
            CloneStep clone = clone("debian-12", "ci-1");
            clone.setConfig("cpuunits=$SHARE");
            add(job, clone);

            FreeStyleBuild build = jenkins.assertBuildStatus(
                    Result.FAILURE,
                    job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("SHARE", "100\nonboot=1"))));

            jenkins.assertLogContains("cpuunits: type check ('integer') failed", build);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1st", "A-B", "$X"})
    void aPrefixThatNoVariableCanHaveIsRefused(String prefix, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            OperationBuilder builder = new OperationBuilder(new ActionStep("build", "start"));
            builder.setVariablePrefix(prefix);
            job.getBuildersList().add(builder);

            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains(
                    "'" + prefix + "' can't be how the name of a variable begins; expected are", build);
            assertThat(proxmox.requests().all()).isEmpty();
        }
    }

    @Test
    void anAbortStopsTheTaskAndLeavesNothingBehindHoweverOftenItIsAsked(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.tasks().hold("qmstart");
            Hold destruction = proxmox.tasks().hold("qmdestroy");
            FreeStyleProject job = jenkins.createFreeStyleProject();
            CloneStep clone = clone("debian-12", "ci-1");
            clone.setStart(true);
            add(job, clone);
            FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
            proxmox.tasks().awaitTask(task -> task.type().equals("qmstart"));

            build.getExecutor().interrupt();
            proxmox.tasks().awaitTask(task -> task.type().equals("qmdestroy"));
            build.getExecutor().interrupt();
            destruction.release();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            jenkins.assertLogContains("task stopped", build);
            jenkins.assertLogContains("Destroying ci-1", build);
            jenkins.assertLogNotContains("ERROR", build);
            assertThat(proxmox.cluster().guests()).hasSize(6);
        }
    }

    @Test
    void thePolicyHoldsForThemToo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            ProxmoxGuestsConfiguration.get().getConnections().get(0).setSafetyPolicy(new SafetyPolicy());
            FreeStyleProject job = jenkins.createFreeStyleProject();
            add(job, new ActionStep("build", "start"));

            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains("The policy of connection 'lab' does not let", build);
            assertThat(proxmox.cluster().guest(102).orElseThrow().status()).isEqualTo("stopped");
        }
    }

    @Test
    void aPipelineMayUseItToo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                    jenkins,
                    "step([$class: 'OperationBuilder', operation: [$class: 'ActionStep', guest: 'build', action: 'start']])\n"
                            + "echo \"is ${env.PROXMOX_GUEST_STATUS}\""));

            jenkins.assertLogContains("is running", run);
        }
    }

    private static CloneStep clone(String template, String name) {
        CloneStep clone = new CloneStep(template);
        clone.setName(name);
        return clone;
    }

    private static void add(FreeStyleProject job, OperationStep operation) throws Exception {
        job.getBuildersList().add(new OperationBuilder(operation));
    }
}

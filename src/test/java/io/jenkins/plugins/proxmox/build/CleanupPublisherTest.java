package io.jenkins.plugins.proxmox.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.step.ActionStep;
import io.jenkins.plugins.proxmox.step.CloneStep;
import io.jenkins.plugins.proxmox.step.SnapshotStep;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.FailureBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.UnstableBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Rolling back and destroying after a freestyle build. */
@WithJenkins
class CleanupPublisherTest {
    private static final String GUEST = "${PROXMOX_GUEST_VMID}";

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, always, true",
        "SUCCESS, onSuccess, true",
        "SUCCESS, onFailure, false",
        "UNSTABLE, onSuccess, false",
        "UNSTABLE, onFailure, true",
        "FAILURE, always, true",
        "FAILURE, onFailure, true"
    })
    void aGuestIsRolledBackAsTheResultDemands(String result, String when, boolean rolledBack, JenkinsRule jenkins)
            throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.getBuildersList().add(new OperationBuilder(new SnapshotStep("build", "clean")));
            if (result.equals("FAILURE")) {
                job.getBuildersList().add(new FailureBuilder());
            } else if (result.equals("UNSTABLE")) {
                job.getBuildersList().add(new UnstableBuilder());
            }
            CleanupPublisher cleanup = new CleanupPublisher("rollback", "build");
            cleanup.setSnapshot("$PROXMOX_SNAPSHOT_NAME");
            cleanup.setStart(true);
            cleanup.setWhen(when);
            job.getPublishersList().add(cleanup);

            jenkins.buildAndAssertStatus(Result.fromString(result), job);

            assertThat(proxmox.tasks().ofType("qmrollback")).hasSize(rolledBack ? 1 : 0);
            assertThat(proxmox.cluster().guest(102).orElseThrow().status())
                    .isEqualTo(rolledBack ? "running" : "stopped");
        }
    }

    @Test
    void aGuestIsDestroyedAlsoIfTheBuildIsAborted(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = cloning(jenkins);
            job.getBuildersList().add(new SleepBuilder(Long.MAX_VALUE));
            job.getPublishersList().add(new CleanupPublisher("destroy", GUEST));
            FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Sleeping", build);
            build.getExecutor().interrupt();

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(exists(proxmox)).isFalse();
        }
    }

    @Test
    void withoutAGuestThereIsNothingToDo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.getBuildersList().add(new OperationBuilder(new ActionStep("nope", "start")));
            job.getPublishersList().add(new CleanupPublisher("destroy", GUEST));

            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains("Nothing to clean up, since ${PROXMOX_GUEST_VMID} is not set", build);
            jenkins.assertLogNotContains("Step ‘Proxmox", build);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rollback, build, clean, always, There is no snapshot 'clean' of build (102)",
        "rollback, build, '', always, is no valid snapshot name",
        "destroy, tag:ci, '', always, can mean another guest each time",
        "explode, build, '', always, 'action: ''explode'' is not known; expected is one of rollback, destroy'",
        "destroy, build, '', never, 'when: ''never'' is not known; expected is one of always, onSuccess, onFailure'"
    })
    void whatCanNotBeDoneFailsTheBuildAndSaysWhy(
            String action, String guest, String snapshot, String when, String message, JenkinsRule jenkins)
            throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            FreeStyleProject job = jenkins.createFreeStyleProject();
            CleanupPublisher cleanup = new CleanupPublisher(action, guest);
            cleanup.setSnapshot(snapshot);
            cleanup.setWhen(when);
            job.getPublishersList().add(cleanup);

            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogContains("Step ‘Proxmox: roll back or destroy’ failed: ", build);
            jenkins.assertLogContains(message, build);
            jenkins.assertLogNotContains("Exception", build);
            assertThat(proxmox.cluster().guests()).hasSize(6);
        }
    }

    @Test
    void aGuestOfThisBuildThatCanNotBeDestroyedNowIsDestroyedLater(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.faults().call("DELETE", "/nodes/*/qemu/*").answer(500, "no quorum!");
            FreeStyleProject job = cloning(jenkins);
            job.getPublishersList().add(new CleanupPublisher("destroy", GUEST));

            FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("WARNING: VM ci-1 (100) could not be destroyed: ", build);
            assertThat(proxmox.cluster().await(cluster -> !exists(proxmox))).isTrue();
        }
    }

    @Test
    void aGuestOfSomebodyElseThatCanNotBeDestroyedFailsTheBuild(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.faults().call("DELETE", "/nodes/*/qemu/*").answer(500, "no quorum!");
            FreeStyleProject job = cloning(jenkins);
            job.getPublishersList().add(new CleanupPublisher("destroy", "build"));

            FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);

            jenkins.assertLogNotContains("WARNING", build);
            assertThat(proxmox.cluster().guest(102)).isPresent();
        }
    }

    @Test
    void aPipelineMayUseItToo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(jenkins, """
                    def guest = proxmoxClone template: 'debian-12', name: 'ci-1'
                    proxmoxCleanup action: 'destroy', guest: "${guest.vmid}"
                    """));

            jenkins.assertLogContains("Destroying ci-1 (100)", run);
            assertThat(exists(proxmox)).isFalse();
        }
    }

    @Test
    void theFormKeepsEverything(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            CleanupPublisher rollback = new CleanupPublisher("rollback", "${PROXMOX_GUEST_VMID}");
            rollback.setSnapshot("clean");
            rollback.setStart(true);
            rollback.setWhen("onFailure");
            rollback.setConnection("lab");
            assertKept(jenkins, rollback);
            assertKept(jenkins, new CleanupPublisher("destroy", "web"));
        }
    }

    private static void assertKept(JenkinsRule jenkins, CleanupPublisher before) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getPublishersList().add(before);
        FreeStyleProject same = jenkins.configRoundtrip(job);
        jenkins.assertEqualDataBoundBeans(before, same.getPublishersList().get(CleanupPublisher.class));
    }

    private static FreeStyleProject cloning(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        CloneStep clone = new CloneStep("debian-12");
        clone.setName("ci-1");
        job.getBuildersList().add(new OperationBuilder(clone));
        return job;
    }

    private static boolean exists(EmbeddedProxmox proxmox) {
        return proxmox.cluster().guests().stream()
                .anyMatch(guest -> guest.name().equals("ci-1"));
    }
}

package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.Patience;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Blocks of builds whose controller is restarted in each of their phases, and of builds that do not survive that. */
class BlockRestartTest {
    private static final String SCRIPT = """
            def value = withProxmoxGuest(template: 'debian-12', full: true, name: 'ci-1') { vm ->
                withProxmoxSnapshot(guest: 'build', start: false) { snapshot ->
                    proxmoxAction guest: 'web', action: 'shutdown'
                    echo "body has ${vm.name} ${env.PROXMOX_GUEST_NAME} ${snapshot.vmid}"
                }
                'value of ' + vm.name
            }
            echo value
            """;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();
    private final int before = proxmox.cluster().guests().size();
    private String job;
    private File directory;

    @AfterEach
    void close() {
        proxmox.close();
    }

    private void begin(JenkinsRule jenkins, String task) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        WorkflowJob created = JenkinsWithProxmox.pipeline(jenkins, SCRIPT);
        WorkflowRun run = created.scheduleBuild2(0).waitForStart();
        proxmox.tasks().awaitTask(it -> it.type().equals(task));
        job = created.getFullName();
        directory = run.getRootDir();
    }

    private WorkflowRun build(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(Disposals.attempt()).isEmpty();
        assertThat(proxmox.cluster().guests()).hasSize(before);
        assertThat(proxmox.cluster().guest(102).orElseThrow().snapshots()).isEmpty();
    }

    /** While it clones, takes the snapshot, is in the body, takes the guest back, deletes the snapshot, and destroys. */
    @ParameterizedTest
    @ValueSource(strings = {"qmclone", "qmsnapshot", "qmshutdown", "qmrollback", "qmdelsnapshot", "qmdestroy"})
    void theBlockGoesOnWhereItWas(String task) throws Throwable {
        Hold hold = proxmox.tasks().hold(task);
        sessions.then(jenkins -> begin(jenkins, task));
        sessions.then(jenkins -> {
            hold.release();
            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));

            jenkins.assertLogContains("body has ci-1 ci-1 102", run);
            jenkins.assertLogContains("value of ci-1", run);
            jenkins.assertLogNotContains("WARNING", run);
            assertThat(Disposals.waiting()).isEmpty();
            assertNothingIsLeft();
            assertThat(proxmox.tasks().ofType("qmclone")).hasSize(1);
            assertThat(proxmox.tasks().ofType("qmdestroy")).hasSize(1);
        });
    }

    @Test
    void aBuildThatIsAbortedAfterARestartIsCleanedUpAfter() throws Throwable {
        proxmox.tasks().hold("qmsnapshot");
        sessions.then(jenkins -> begin(jenkins, "qmsnapshot"));
        sessions.then(jenkins -> {
            WorkflowRun run = build(jenkins);
            run.getExecutionPromise().get().interrupt(Result.ABORTED);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertNothingIsLeft();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"qmclone", "qmsnapshot", "qmrollback"})
    void aBuildThatWasDeletedInBetweenIsCleanedUpAfter(String task) throws Throwable {
        Hold hold = proxmox.tasks().hold(task);
        sessions.then(jenkins -> begin(jenkins, task));
        Patience.delete(directory);
        sessions.then(jenkins -> {
            hold.release();
            assertNothingIsLeft();
            assertThat(entries(jenkins)).isEmptyDirectory();
        });
    }

    @Test
    void aBuildThatCanNotGoOnIsCleanedUpAfter() throws Throwable {
        Hold hold = proxmox.tasks().hold("qmrollback");
        sessions.then(jenkins -> begin(jenkins, "qmrollback"));
        Files.delete(directory.toPath().resolve("program.dat"));
        sessions.then(jenkins -> {
            hold.release();
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build(jenkins)));
            assertNothingIsLeft();
        });
    }

    @Test
    void aJobThatWasRenamedMeanwhileIsNotTakenForDead() throws Throwable {
        Hold hold = proxmox.tasks().hold("qmrollback");
        sessions.then(jenkins -> {
            begin(jenkins, "qmrollback");
            jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).renameTo("renamed");
            job = "renamed";
        });
        sessions.then(jenkins -> {
            assertThat(Disposals.waiting()).isEmpty();
            hold.release();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(jenkins)));
            assertNothingIsLeft();
        });
    }

    private static Path entries(JenkinsRule jenkins) {
        return jenkins.jenkins.getRootDir().toPath().resolve("proxmox-operations");
    }
}

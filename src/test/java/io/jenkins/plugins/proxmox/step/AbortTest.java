package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What becomes of the task, and of what the step has made, when somebody aborts the build. */
@WithJenkins
class AbortTest {
    private static final String CLONE = "proxmoxClone template: 'debian-12', name: 'ci-1', full: true";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qmclone    | proxmoxClone template: 'debian-12', name: 'ci-1', full: true
                    vzclone    | proxmoxClone template: 'debian-ct', name: 'ci-1', full: true
                    qmconfig   | proxmoxClone template: 'debian-12', name: 'ci-1', config: [scsi1: 'local-lvm:1']
                    qmstart    | proxmoxClone template: 'debian-12', name: 'ci-1', start: true
                    vzstart    | proxmoxClone template: 'debian-ct', name: 'ci-1', start: true
                    qmsnapshot | proxmoxSnapshot guest: 'build', name: 'clean'
                    vzdump     | proxmoxBackup guest: 'build', storage: 'local'
                    qmshutdown | proxmoxAction guest: 'web', action: 'shutdown'
                    """)
    void theTaskIsStoppedAndWhatTheStepMadeIsRemoved(String task, String script, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.tasks().hold(task);
            int guests = proxmox.cluster().guests().size();
            int volumes = proxmox.cluster().volumes().size();
            WorkflowRun run = start(jenkins, proxmox, script);
            proxmox.tasks().awaitTask(it -> it.type().equals(task));
            JenkinsWithProxmox.abort(run);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("task stopped", run);
            jenkins.assertLogNotContains("ERROR", run);
            assertThat(proxmox.tasks().ofType(task))
                    .singleElement()
                    .satisfies(it -> assertThat(it.exitStatus())
                            .hasValueSatisfying(status -> assertThat(status).contains("interrupt")));
            assertThat(proxmox.cluster().guests()).hasSize(guests);
            assertThat(proxmox.cluster().volumes()).hasSize(volumes);
        }
    }

    @Test
    void aCloneThatIsOnlyWaitedForIsRemovedToo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox =
                EmbeddedProxmox.builder().bootTime(Duration.ofHours(1)).start()) {
            WorkflowRun run = start(jenkins, proxmox, CLONE + ", waitFor: 'address'");
            jenkins.waitForMessage("Waiting for an address of ci-1", run);
            JenkinsWithProxmox.abort(run);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("Destroying ci-1", run);
            assertThat(proxmox.cluster().guests())
                    .noneMatch(guest -> guest.name().equals("ci-1"));
        }
    }

    @Test
    void aCloneIsKeptIfTheStepSaysSo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox =
                EmbeddedProxmox.builder().bootTime(Duration.ofHours(1)).start()) {
            WorkflowRun run = start(jenkins, proxmox, CLONE + ", waitFor: 'address', keepOnFailure: true");
            jenkins.waitForMessage("Waiting for an address of ci-1", run);
            JenkinsWithProxmox.abort(run);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertThat(proxmox.cluster().guests())
                    .anyMatch(guest -> guest.name().equals("ci-1"));
        }
    }

    @Test
    void aTaskThatEndsBeforeTheCallThatStopsItDoesNotFailTheBuild(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            // A real server answers about a second after the task has died, and the polls go on meanwhile.
            proxmox.faults().call("DELETE", "/nodes/*/tasks/*").delayAfterEffect(Duration.ofSeconds(1));
            WorkflowRun run = abortWhileCloning(jenkins, proxmox, CLONE);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("task stopped", run);
            jenkins.assertLogNotContains("ERROR", run);
        }
    }

    @Test
    void aTaskCanBeLeftAlone(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WorkflowRun run = abortWhileCloning(jenkins, proxmox, CLONE + ", abort: 'leave'");

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("goes on in Proxmox VE as task UPID:pve1:", run);
            assertThat(proxmox.requests().count("DELETE", "/nodes/*/tasks/*")).isZero();
        }
    }

    private static WorkflowRun abortWhileCloning(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script)
            throws Exception {
        proxmox.tasks().hold("qmclone");
        WorkflowRun run = start(jenkins, proxmox, script);
        jenkins.waitForMessage("create full clone of drive", run);
        JenkinsWithProxmox.abort(run);
        return run;
    }

    private static WorkflowRun start(JenkinsRule jenkins, EmbeddedProxmox proxmox, String script) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        return JenkinsWithProxmox.pipeline(jenkins, script).scheduleBuild2(0).waitForStart();
    }
}

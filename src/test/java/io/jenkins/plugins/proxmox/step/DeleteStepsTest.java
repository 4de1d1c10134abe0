package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code proxmoxDeleteSnapshot} and {@code proxmoxDeleteBackup} in a real Jenkins. */
@WithJenkins
class DeleteStepsTest {
    private static final String BACKUP = "local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst";

    @Test
    void whatIsGoneAlreadyIsNoFailure(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);

            WorkflowRun run = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                    jenkins,
                    "echo \"gives ${proxmoxDeleteSnapshot(guest: 'web', snapshot: 'clean')}\"; proxmoxDeleteBackup '"
                            + BACKUP + "'"));

            jenkins.assertLogContains("There is no snapshot clean of web (101) (any more)", run);
            jenkins.assertLogContains("gives null", run);
            jenkins.assertLogContains("There is no backup " + BACKUP + " (any more)", run);
            assertThat(proxmox.tasks().all()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    qmdelsnapshot | proxmoxDeleteSnapshot guest: 'web', snapshot: 'clean'
                    imgdel        | proxmoxDeleteBackup 'local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst'
                    """)
    void aFailureAndAnAbortEndTheStep(String task, String script, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.cluster().addBackup(101);
            JenkinsWithProxmox.connect(proxmox);
            jenkins.buildAndAssertSuccess(
                    JenkinsWithProxmox.pipeline(jenkins, "proxmoxSnapshot guest: 'web', name: 'clean'"));
            proxmox.faults().task(task).fails("device is busy");

            WorkflowRun failed =
                    jenkins.buildAndAssertStatus(Result.FAILURE, JenkinsWithProxmox.pipeline(jenkins, script));
            proxmox.tasks().hold(task);
            WorkflowRun aborted = JenkinsWithProxmox.pipeline(jenkins, script)
                    .scheduleBuild2(0)
                    .waitForStart();
            proxmox.tasks().awaitTask(it -> it.type().equals(task) && it.isRunning());
            JenkinsWithProxmox.abort(aborted);

            jenkins.assertLogContains("failed: device is busy", failed);
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));
            jenkins.assertLogContains("task stopped", aborted);
        }
    }

    @Test
    void eachWrongValueIsExplained(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WrongValues.areExplained(jenkins, proxmox, table());
        }
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("proxmoxDeleteSnapshot guest: 'nope', snapshot: 'clean'", "There is no guest with the name 'nope'");
        table.put("proxmoxDeleteSnapshot guest: 'web', snapshot: '1st'", "'1st' is no valid snapshot name");
        table.put("proxmoxDeleteSnapshot guest: '', snapshot: 'clean'", "No guest is given");
        table.put("proxmoxDeleteBackup ''", "No backup is given; expected is what proxmoxBackup returned, or a volume");
        table.put("proxmoxDeleteBackup 'nfs:iso/x.iso'", "backup: 'nfs:iso/x.iso' is no backup");
        table.put(
                "proxmoxDeleteBackup(['" + BACKUP + "', 'nope:backup/x.vma.zst'])",
                "backup: 'nope:backup/x.vma.zst' is on no storage that the credentials may see");
        return table;
    }

    @Test
    void theFormsKeepEverything(JenkinsRule jenkins) throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        StepConfigTester forms = new StepConfigTester(jenkins);
        DeleteSnapshotStep snapshot = new DeleteSnapshotStep("web", "clean");
        snippets.assertRoundTrip(snapshot, "proxmoxDeleteSnapshot guest: 'web', snapshot: 'clean'");
        snapshot.setForce(true);
        jenkins.assertEqualDataBoundBeans(snapshot, forms.configRoundTrip(snapshot));
        DeleteBackupStep backup = new DeleteBackupStep(BACKUP);
        snippets.assertRoundTrip(backup, "proxmoxDeleteBackup '" + BACKUP + "'");
        jenkins.assertEqualDataBoundBeans(backup, forms.configRoundTrip(backup));
    }
}

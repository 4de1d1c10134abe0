package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is entered in the Snippet Generator's form comes back, as the shortest code that says it. */
@WithJenkins
class StepRoundTripTest {
    @Test
    void cloneStep(JenkinsRule jenkins) throws Exception {
        CloneStep step = new CloneStep("debian-12");
        step.setName("ci-1");
        step.setFull(true);
        step.setVmid(123);
        step.setTags("a, b");
        step.setConfig("agent=1\nonboot=0");
        step.setWaitFor("address");
        step.setKeepOnFailure(true);

        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step,
                        "proxmoxClone config: '''agent=1\nonboot=0''', full: true, keepOnFailure: true, name: 'ci-1', tags: 'a, b',"
                                + " template: 'debian-12', vmid: 123, waitFor: 'address'");
        CloneStep after = new StepConfigTester(jenkins).configRoundTrip(step);
        jenkins.assertEqualDataBoundBeans(step, after);
    }

    @Test
    void theFormSaysNothingOfWhatNobodyChose(JenkinsRule jenkins) throws Exception {
        CloneStep before = new CloneStep("9000");
        CloneStep after = new StepConfigTester(jenkins).configRoundTrip(before);

        jenkins.assertEqualDataBoundBeans(before, after);
        assertThat(after.getFull()).isNull();
    }

    @Test
    void aStepWithoutOptionsStaysShort(JenkinsRule jenkins) throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        snippets.assertRoundTrip(new CloneStep("9000"), "proxmoxClone '9000'");
        snippets.assertRoundTrip(new SnapshotStep("web", "clean"), "proxmoxSnapshot guest: 'web', name: 'clean'");
        snippets.assertRoundTrip(new RollbackStep("web", "clean"), "proxmoxRollback guest: 'web', snapshot: 'clean'");
        snippets.assertRoundTrip(new ActionStep("web", "start"), "proxmoxAction action: 'start', guest: 'web'");
        BackupStep backup = new BackupStep();
        backup.setGuest("web, 102");
        snippets.assertRoundTrip(backup, "proxmoxBackup guest: 'web, 102'");
    }

    @Test
    void formsKeepEveryStep(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            StepConfigTester forms = new StepConfigTester(jenkins);
            SnapshotStep snapshot = new SnapshotStep("web", "clean");
            snapshot.setDescription("before the tests");
            snapshot.setRam(true);
            snapshot.setConnection("lab");
            snapshot.setTimeout(5);
            jenkins.assertEqualDataBoundBeans(snapshot, forms.configRoundTrip(snapshot));
            RollbackStep rollback = new RollbackStep("web", "clean");
            rollback.setStart(true);
            rollback.setQuiet(true);
            jenkins.assertEqualDataBoundBeans(rollback, forms.configRoundTrip(rollback));
            BackupStep backup = new BackupStep();
            backup.setPool("ci");
            backup.setMode("stop");
            backup.setCompress("gzip");
            backup.setPrune("keep-last=3");
            jenkins.assertEqualDataBoundBeans(backup, forms.configRoundTrip(backup));
            ActionStep action = new ActionStep("web", "shutdown");
            action.setForceAfter(60);
            action.setAbort("leave");
            jenkins.assertEqualDataBoundBeans(action, forms.configRoundTrip(action));
            // Four forms, looked at twice each within some seconds, have eighteen fields to choose from.
            assertThat(proxmox.requests().all())
                    .hasSizeBetween(1, 8)
                    .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
        }
    }
}

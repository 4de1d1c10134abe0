package io.jenkins.plugins.proxmox.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.step.ActionStep;
import io.jenkins.plugins.proxmox.step.BackupStep;
import io.jenkins.plugins.proxmox.step.CloneStep;
import io.jenkins.plugins.proxmox.step.ConfigureStep;
import io.jenkins.plugins.proxmox.step.CreateStep;
import io.jenkins.plugins.proxmox.step.DeleteBackupStep;
import io.jenkins.plugins.proxmox.step.DeleteSnapshotStep;
import io.jenkins.plugins.proxmox.step.DestroyStep;
import io.jenkins.plugins.proxmox.step.DiskStep;
import io.jenkins.plugins.proxmox.step.ExecStep;
import io.jenkins.plugins.proxmox.step.GuestStep;
import io.jenkins.plugins.proxmox.step.GuestsStep;
import io.jenkins.plugins.proxmox.step.MigrateStep;
import io.jenkins.plugins.proxmox.step.OperationStep;
import io.jenkins.plugins.proxmox.step.ReadFileStep;
import io.jenkins.plugins.proxmox.step.RequestStep;
import io.jenkins.plugins.proxmox.step.RestoreStep;
import io.jenkins.plugins.proxmox.step.RollbackStep;
import io.jenkins.plugins.proxmox.step.SnapshotStep;
import io.jenkins.plugins.proxmox.step.TemplateStep;
import io.jenkins.plugins.proxmox.step.WaitForStep;
import io.jenkins.plugins.proxmox.step.WriteFileStep;
import java.util.List;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The form of the build step, and the file that a job is kept in. */
@WithJenkins
class OperationFormTest {
    @Test
    void theFormKeepsEveryOperation(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            CloneStep clone = new CloneStep("${TEMPLATE}");
            clone.setName("ci-$BUILD_NUMBER");
            clone.setVmid(123);
            clone.setTags("a, b");
            clone.setConfig("agent=1\nonboot=0");
            clone.setWaitFor("address");
            clone.setKeepOnFailure(true);
            clone.setConnection("lab");
            clone.setTimeout(5);
            assertKept(jenkins, clone);
            assertKept(jenkins, new CloneStep("9000"));
            SnapshotStep snapshot = new SnapshotStep("$PROXMOX_GUEST_VMID", "clean");
            snapshot.setRam(true);
            assertKept(jenkins, snapshot);
            RollbackStep rollback = new RollbackStep("web", "clean");
            rollback.setStart(true);
            rollback.setQuiet(true);
            assertKept(jenkins, rollback);
            BackupStep backup = new BackupStep();
            backup.setPool("ci");
            backup.setMode("stop");
            assertKept(jenkins, backup);
            ActionStep action = new ActionStep("web", "shutdown");
            action.setForceAfter(60);
            action.setAbort("leave");
            assertKept(jenkins, action);
            DestroyStep destroy = new DestroyStep("$PROXMOX_GUEST_VMID");
            destroy.setForce(true);
            destroy.setPurge(false);
            assertKept(jenkins, destroy);
        }
    }

    @Test
    void noOperationNeedsMoreThanItsParameters(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            CreateStep create = new CreateStep();
            create.setName("ci-1");
            RestoreStep restore = new RestoreStep();
            restore.setGuest("web");
            restore.setAsNew(true);
            ExecStep exec = new ExecStep("web");
            exec.setScript("echo $HOME");
            GuestsStep guests = new GuestsStep();
            guests.setPool("ci");
            List<OperationStep> operations = List.of(
                    create,
                    restore,
                    exec,
                    guests,
                    new DeleteSnapshotStep("web", "clean"),
                    new DeleteBackupStep("local:backup/vzdump-qemu-101-2026_01_01-00_00_00.vma.zst"),
                    new ConfigureStep("web"),
                    new DiskStep("web", "resize", "scsi0"),
                    new TemplateStep("web"),
                    new MigrateStep("web", "pve2"),
                    new WriteFileStep("web", "/etc/motd", "Hello $WHOEVER"),
                    new ReadFileStep("web", "/etc/motd"),
                    new GuestStep("web"),
                    new WaitForStep("web", "running"),
                    new RequestStep("/version"));
            for (OperationStep operation : operations) {
                assertKept(jenkins, operation);
            }
        }
    }

    private static void assertKept(JenkinsRule jenkins, OperationStep operation) throws Exception {
        OperationBuilder before = new OperationBuilder(operation);
        before.setVariablePrefix("DB");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(before);

        FreeStyleProject same = jenkins.configRoundtrip(job);
        jenkins.assertEqualDataBoundBeans(before, same.getBuildersList().get(OperationBuilder.class));
        jenkins.assertEqualDataBoundBeans(
                operation, same.getBuildersList().get(OperationBuilder.class).getOperation());
        job.doReload();
        jenkins.assertEqualDataBoundBeans(
                operation, job.getBuildersList().get(OperationBuilder.class).getOperation());
    }

    @Test
    void everyStepThatTakesNoBlockIsAnOperation(JenkinsRule jenkins) throws Exception {
        assertThat(OperationStep.all())
                .extracting(StepDescriptor::getFunctionName)
                .contains("proxmoxClone", "proxmoxSnapshot", "proxmoxRollback", "proxmoxBackup", "proxmoxAction")
                .doesNotContain("withProxmoxGuest", "withProxmoxSnapshot");
        for (StepDescriptor step : OperationStep.all()) {
            String name = step.getFunctionName();
            assertThat(DescribableModel.of(step.clazz).getHelp()).as(name).isNotNull();
            assertThat(SymbolLookup.getSymbolValue(step)).as(name).contains(name);
        }
    }
}

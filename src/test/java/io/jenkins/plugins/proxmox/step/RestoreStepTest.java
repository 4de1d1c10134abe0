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
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code proxmoxRestore} in a real Jenkins; {@link CreateStepTest} runs the Jenkinsfile that has it. */
@WithJenkins
class RestoreStepTest {
    @Test
    void aFailedRestoreOfANewGuestLeavesNothing(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String backup = proxmox.cluster().addBackup(101);
            int guests = proxmox.cluster().guests().size();
            proxmox.faults().task("qmrestore").fails("no space left");
            JenkinsWithProxmox.connect(proxmox);

            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    JenkinsWithProxmox.pipeline(jenkins, "proxmoxRestore backup: '" + backup + "', asNew: true"));

            jenkins.assertLogContains("on pve1 failed: no space left", run);
            assertThat(proxmox.cluster().guests()).hasSize(guests);
        }
    }

    @Test
    void anAbortedRestoreOfANewGuestLeavesNothing(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String backup = proxmox.cluster().addBackup(101);
            int guests = proxmox.cluster().guests().size();
            proxmox.tasks().hold("qmrestore");
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = JenkinsWithProxmox.pipeline(
                            jenkins, "proxmoxRestore backup: '" + backup + "', asNew: true")
                    .scheduleBuild2(0)
                    .waitForStart();
            proxmox.tasks().awaitTask(it -> it.type().equals("qmrestore"));
            JenkinsWithProxmox.abort(run);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("task stopped", run);
            assertThat(proxmox.cluster().guests()).hasSize(guests);
        }
    }

    @Test
    void eachWrongValueIsExplained(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WrongValues.areExplained(
                    jenkins,
                    proxmox,
                    table(
                            proxmox.cluster().addBackup(102),
                            proxmox.cluster().addBackup(101),
                            proxmox.cluster().addBackup(202),
                            proxmox.cluster().addBackup(9000)));
        }
    }

    /**
     * @param vm of a VM that is off
     * @param running of a VM that runs
     */
    private static Map<String, String> table(String vm, String running, String container, String template) {
        Map<String, String> table = new LinkedHashMap<>();
        String of = "proxmoxRestore backup: '";
        table.put("proxmoxRestore asNew: true", "No backup is given; expected is what proxmoxBackup returned");
        table.put(of + vm + "', guest: 102", "Both backup and guest are given");
        table.put(of + "local:iso/x.iso'", "backup: 'local:iso/x.iso' is no backup");
        table.put(of + "nope:backup/vzdump-qemu-102-2026_11_22-14_03_01.vma.zst'", "is on no storage that");
        table.put(
                of + "local:backup/vzdump-qemu-102-2020_11_22-14_03_01.vma.zst'",
                "There is no backup 'local:backup/vzdump-qemu-102-2020_11_22-14_03_01.vma.zst' that the credentials may"
                        + " see on pve2");
        table.put(of + "local:backup/mine.vma.zst'", "does not tell of which guest it is; expected is vmid, or asNew");
        table.put("proxmoxRestore guest: 'nope'", "There is no guest with the name 'nope' (guest)");
        table.put("proxmoxRestore guest: 201", "There is no backup of container 201 on pve1");
        table.put(of + vm + "', vmid: 5", "'5' is no VMID");
        table.put(of + vm + "', vmid: 201", "The VMID 201 is taken already");
        table.put(of + vm + "', node: 'pve1'", "node: 'pve1' is not where build (102) is");
        table.put(of + vm + "', asNew: true, node: 'pve9'", "There is no node 'pve9' that is online");
        table.put(of + vm + "', asNew: true, node: 'pve1'", "that the credentials may see on pve1");
        table.put(of + vm + "', storage: 'nope'", "There is no storage 'nope' on node pve2");
        table.put(of + container + "', storage: 'nfs'", "does not take rootdir");
        table.put(of + vm + "', name: 'bad_name'", "'bad_name' is no valid guest name");
        table.put(of + vm + "', pool: 'ci'", "pool: 'ci' is for new guests, but build (102) is to be replaced");
        table.put(of + vm + "', asNew: true, pool: 'nope'", "There is no pool 'nope'");
        table.put(of + vm + "', asNew: true, force: true", "force: true is for replacing the guest");
        table.put(of + running + "'", "web (101) on pve1 runs, so it can't be replaced; expected is force: true");
        table.put(
                of + template + "', asNew: true, start: true", "is of the template debian-12, which can't be started");
        table.put(of + vm + "', waitFor: 'lunch'", "waitFor: 'lunch' is not known");
        table.put(of + container + "', waitFor: 'agent'", "waitFor: 'agent' is not possible for the container tools");
        return table;
    }

    @Test
    void theFormKeepsEverything(JenkinsRule jenkins) throws Exception {
        RestoreStep step = new RestoreStep();
        step.setBackup("local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst");
        step.setAsNew(true);
        step.setUnique(false);
        step.setStorage("local-lvm");
        step.setPool("ci");
        step.setName("copy");
        step.setStart(true);

        new SnippetizerTester(jenkins)
                .assertRoundTrip(
                        step,
                        "proxmoxRestore asNew: true, backup: 'local:backup/vzdump-qemu-101-2026_11_22-14_03_01.vma.zst',"
                                + " name: 'copy', pool: 'ci', start: true, storage: 'local-lvm', unique: false");
        StepConfigTester forms = new StepConfigTester(jenkins);
        jenkins.assertEqualDataBoundBeans(step, forms.configRoundTrip(step));
        RestoreStep ofGuest = new RestoreStep();
        ofGuest.setGuest("web");
        ofGuest.setForce(true);
        RestoreStep after = forms.configRoundTrip(ofGuest);
        jenkins.assertEqualDataBoundBeans(ofGuest, after);
        assertThat(after.getUnique()).isNull();
    }
}

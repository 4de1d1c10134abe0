package io.jenkins.plugins.proxmox.step;

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

@WithJenkins
class GuestStepTest {
    @Test
    void tellsTheSandboxWhatThisJenkinsHasMade(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(jenkins, """
                    def made = proxmoxClone template: 'debian-12', name: 'ci-1', description: 'for tests', tags: 'x'
                    def guest = proxmoxGuest made
                    echo "own ${guest.own}, for ${guest.owner}, says ${guest.description}, ${guest.memory + 1} MiB"
                    echo "tags ${guest.tags.sort().join(' ')}, ${guest.disks[0].disk} of ${guest.disks[0].size / 1024} KiB"
                    def web = proxmoxGuest guest: 101, addresses: true
                    echo "web is ${web.own ? '' : 'not '}own, ${web.addresses[0]}, ${web.owner}"
                    """));
            jenkins.assertLogContains("own true, for ", run);
            jenkins.assertLogContains(run.getUrl() + ", says for tests, 1025 MiB", run);
            jenkins.assertLogContains("tags jenkins x, scsi0 of 2097152 KiB", run);
            jenkins.assertLogContains("web is not own, 10.0.0.101, null", run);
        }
    }

    @Test
    void wrongValuesAreExplained(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WrongValues.areExplained(jenkins, proxmox, table());
        }
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("proxmoxGuest ''", "No guest is given");
        table.put("proxmoxGuest 'nope'", "There is no guest with the name 'nope' (guest)");
        table.put("proxmoxGuest guest: 42", "'42' is no VMID");
        table.put("proxmoxGuest guest: 101, timeout: 0", "timeout: 0 is too short");
        table.put("proxmoxGuest guest: 101, connection: 'other'", "expected is one of lab");
        return table;
    }

    @Test
    void itsFormKeepsIt(JenkinsRule jenkins) throws Exception {
        GuestStep step = new GuestStep("web");
        step.setAddresses(true);
        step.setConnection("lab");
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        snippets.assertRoundTrip(step, "proxmoxGuest addresses: true, connection: 'lab', guest: 'web'");
        snippets.assertRoundTrip(new GuestStep(101), "proxmoxGuest '101'");
        step.setConnection(null);
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }
}

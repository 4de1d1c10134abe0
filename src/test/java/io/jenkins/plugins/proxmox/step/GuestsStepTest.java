package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.connection.PolicyRule;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.connection.SafetyPolicy;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class GuestsStepTest {
    @Test
    void theExampleWorks(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = jenkins.buildAndAssertSuccess(
                    JenkinsWithProxmox.pipeline(jenkins, JenkinsWithProxmox.example("look-at-guests.Jenkinsfile")));

            jenkins.assertLogContains("There are 2 templates, the first is debian-12", run);
            jenkins.assertLogContains("Running are web, cache", run);
            jenkins.assertLogContains("build has 1024 MiB, 1 disk on local-lvm", run);
            jenkins.assertLogContains("Task qmstart was begun", run);
            jenkins.assertLogContains("build has the address ", run);
            jenkins.assertLogContains("Its description is seen by build 1", run);
        }
    }

    @Test
    void ownGuestsAndThoseThePolicyShows(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.cluster().guest(102).orElseThrow().tags("jenkins");
            WorkflowRun made = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                    jenkins,
                    "proxmoxClone template: 'debian-12', name: 'ci-1', vmid: 555;"
                            + " echo \"own ${proxmoxGuests(own: true).collect { it.vmid }}\""));
            jenkins.assertLogContains("own [555]", made);

            PolicyRule rule = new PolicyRule("tests", "read");
            rule.setVmids("101");
            SafetyPolicy little = new SafetyPolicy();
            little.setAnyGuest("");
            little.setRules(List.of(rule));
            ProxmoxGuestsConfiguration.get().getConnections().get(0).setSafetyPolicy(little);
            WorkflowRun run = jenkins.buildAndAssertSuccess(
                    JenkinsWithProxmox.pipeline(jenkins, "echo \"sees ${proxmoxGuests().collect { it.vmid }}\""));
            jenkins.assertLogContains("sees [101, 555]", run);
        }
    }

    @Test
    void aClusterThatRefusesFailsTheBuildWithItsReason(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.faults().call("GET", "/cluster/resources").always().answer(500, "disk quota exceeded");
            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.FAILURE, JenkinsWithProxmox.pipeline(jenkins, "proxmoxGuests()"));
            jenkins.assertLogContains("ERROR: disk quota exceeded", run);
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
        table.put("proxmoxGuests node: 'pve9'", "There is no node 'pve9'; expected is one of pve1, pve2");
        table.put("proxmoxGuests node: 'no node'", "'no node' is no name of a node");
        table.put("proxmoxGuests pool: 'nope'", "There is no pool 'nope'");
        table.put("proxmoxGuests pool: 'no pool'", "'no pool' is no name of a pool");
        table.put("proxmoxGuests tag: 'no tag'", "'no tag' is no tag");
        table.put("proxmoxGuests type: 'lxc'", "type: 'lxc' is not known; expected is one of vm, container");
        table.put("proxmoxGuests status: 'off'", "status: 'off' is not known; expected is one of running, stopped");
        table.put("proxmoxGuests name: 'a b'", "name: 'a b' fits no guest");
        return table;
    }

    @Test
    void itsFormKeepsIt(JenkinsRule jenkins) throws Exception {
        GuestsStep step = new GuestsStep();
        step.setName("ci-*");
        step.setTag("ci");
        step.setPool("ci");
        step.setNode("pve1");
        step.setType("vm");
        step.setStatus("running");
        step.setTemplate(false);
        step.setOwn(true);
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        snippets.assertRoundTrip(
                step,
                "proxmoxGuests name: 'ci-*', node: 'pve1', own: true, pool: 'ci', status: 'running', tag: 'ci',"
                        + " template: false, type: 'vm'");
        snippets.assertRoundTrip(new GuestsStep(), "proxmoxGuests()");
        StepConfigTester forms = new StepConfigTester(jenkins);
        jenkins.assertEqualDataBoundBeans(step, forms.configRoundTrip(step));
        GuestsStep nothing = forms.configRoundTrip(new GuestsStep());
        jenkins.assertEqualDataBoundBeans(new GuestsStep(), nothing);
        assertThat(nothing.getTemplate()).isNull();
        assertThat(nothing.getOwn()).isNull();
    }
}

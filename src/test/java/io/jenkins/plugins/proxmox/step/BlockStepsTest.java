package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps that clean up: their example, their forms, and wrong values. */
@WithJenkins
class BlockStepsTest {
    private final EmbeddedProxmox proxmox = EmbeddedProxmox.start();

    @AfterEach
    void close() {
        proxmox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void theExampleLeavesNothing(String template, JenkinsRule jenkins) throws Exception {
        int before = proxmox.cluster().guests().size();
        JenkinsWithProxmox.connect(proxmox);
        WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, JenkinsWithProxmox.example("with-guest.Jenkinsfile"));
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TEMPLATE", "")));

        WorkflowRun run = jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("TEMPLATE", template))));

        jenkins.assertLogContains("[proxmox] Rolling back ci-1", run);
        jenkins.assertLogContains("ci-1 was running in the end", run);
        jenkins.assertLogContains("[proxmox] Destroying ci-1", run);
        jenkins.assertLogContains("There is no guest left-over-1, so there is nothing to destroy", run);
        assertThat(proxmox.cluster().guests()).hasSize(before);
    }

    @Test
    void aGuestIsDestroyedOnce(JenkinsRule jenkins) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        WorkflowRun run = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                jenkins, "proxmoxDestroy 'build'; proxmoxDestroy guest: 101, force: true; proxmoxDestroy 'build'"));

        jenkins.assertLogContains("There is no guest build", run);
        assertThat(proxmox.cluster().guest(101)).isEmpty();
        assertThat(proxmox.cluster().guest(102)).isEmpty();
    }

    @Test
    void formsKeepEveryStep(JenkinsRule jenkins) throws Exception {
        StepConfigTester forms = new StepConfigTester(jenkins);
        WithGuestStep guest = new WithGuestStep("debian-12");
        jenkins.assertEqualDataBoundBeans(guest, forms.configRoundTrip(guest));
        guest.setName("ci-1");
        guest.setFull(false);
        guest.setCores(2);
        guest.setWaitFor("ssh");
        guest.setKeepOnFailure(8);
        jenkins.assertEqualDataBoundBeans(guest, forms.configRoundTrip(guest));
        WithSnapshotStep snapshot = new WithSnapshotStep("web");
        jenkins.assertEqualDataBoundBeans(snapshot, forms.configRoundTrip(snapshot));
        snapshot.setName("clean");
        snapshot.setRam(true);
        snapshot.setRollBack("onFailure");
        snapshot.setStart(false);
        jenkins.assertEqualDataBoundBeans(snapshot, forms.configRoundTrip(snapshot));
        DestroyStep destroy = new DestroyStep("web");
        jenkins.assertEqualDataBoundBeans(destroy, forms.configRoundTrip(destroy));
        destroy.setForce(true);
        destroy.setPurge(false);
        destroy.setAbort("stop");
        jenkins.assertEqualDataBoundBeans(destroy, forms.configRoundTrip(destroy));

        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        snippets.assertRoundTrip(new DestroyStep("web"), "proxmoxDestroy 'web'");
        snippets.assertRoundTrip(destroy, "proxmoxDestroy abort: 'stop', force: true, guest: 'web', purge: false");
        snippets.assertRoundTrip(new WithSnapshotStep("web"), "withProxmoxSnapshot('web') {\n    // some block\n}");
        WithGuestStep kept = new WithGuestStep("debian-12");
        kept.setKeepOnFailure("30m");
        snippets.assertRoundTrip(
                kept, "withProxmoxGuest(keepOnFailure: '30m', template: 'debian-12') {\n    // some block\n}");
    }

    @Test
    void eachWrongValueIsExplainedBeforeAnyGuestIsTouched(JenkinsRule jenkins) throws Exception {
        proxmox.cluster().guest(202).orElseThrow().protectedGuest();
        JenkinsWithProxmox.connect(proxmox);
        Map<String, String> failures = new LinkedHashMap<>();
        for (Map.Entry<String, String> wrong : table().entrySet()) {
            WorkflowRun run = jenkins.waitForCompletion(JenkinsWithProxmox.pipeline(jenkins, wrong.getKey())
                    .scheduleBuild2(0)
                    .waitForStart());
            String log = JenkinsRule.getLog(run);
            boolean explained = log.contains("ERROR: ") && log.contains(wrong.getValue());
            if (run.getResult() != Result.FAILURE || !explained || log.contains("Exception")) {
                failures.put(wrong.getKey(), log);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(proxmox.requests().all())
                .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("proxmoxDestroy ''", "No guest is given; expected is a VMID");
        table.put("proxmoxDestroy 'tag:ci'", "'tag:ci' can mean another guest each time");
        table.put("proxmoxDestroy 'no name'", "'no name' is neither a VMID nor a guest's name");
        table.put(
                "proxmoxDestroy 101", "web (101) on pve1 is running; expected is a guest that is off, or force: true");
        table.put("proxmoxDestroy guest: 202, purge: false", "(202) on pve2 is protected");
        table.put("proxmoxDestroy guest: 102, timeout: 0", "timeout: 0 is too short");
        table.put("proxmoxDestroy guest: 102, abort: 'maybe'", "abort: 'maybe' is not known");
        table.put("proxmoxDestroy guest: 102, connection: 'x'", "There is no connection 'x'; expected is one of lab");
        table.put("withProxmoxGuest('nope') { }", "There is no guest with the name 'nope' (template)");
        table.put("withProxmoxGuest(template: 9000, keepOnFailure: 'soon') { }", "keepOnFailure: 'soon' is no time");
        table.put("withProxmoxGuest(template: 9000, keepOnFailure: 0) { }", "keepOnFailure: '0' is no time");
        table.put("withProxmoxGuest(template: 9000, keepOnFailure: true) { }", "keepOnFailure: 'true' is no time");
        table.put("withProxmoxGuest(template: 9000, storage: 'nfs') { }", "storage: 'nfs' needs full: true");
        table.put("withProxmoxGuest(template: 9000, waitFor: 'lunch') { }", "waitFor: 'lunch' is not known");
        table.put("withProxmoxGuest(template: 9000, timeout: 0) { }", "timeout: 0 is too short");
        table.put("withProxmoxGuest(template: 9000, connection: 'x') { }", "There is no connection 'x'");
        table.put("withProxmoxSnapshot('') { }", "No guest is given");
        table.put("withProxmoxSnapshot(guest: 9000) { }", "is a template, which can't be snapshotted");
        table.put("withProxmoxSnapshot(guest: 102, name: '1st') { }", "'1st' is no valid snapshot name");
        table.put("withProxmoxSnapshot(guest: 202, ram: true) { }", "ram: true is not possible for the container");
        table.put("withProxmoxSnapshot(guest: 102, rollBack: 'maybe') { }", "rollBack: 'maybe' is not known");
        return table;
    }
}

package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.connection.PolicyRule;
import io.jenkins.plugins.proxmox.connection.SafetyPolicy;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What pipelines may do with whose guests. */
@WithJenkins
class PolicyTest {
    private static final String STOP_WEB = "proxmoxAction guest: 'web', action: 'stop'";

    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void theMainStepsWorkUnderTheUsualPolicy(String template, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox, null);
            WorkflowJob job =
                    JenkinsWithProxmox.pipeline(jenkins, JenkinsWithProxmox.example("main-steps.Jenkinsfile"));
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TEMPLATE", "")));

            WorkflowRun run = jenkins.assertBuildStatusSuccess(
                    job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("TEMPLATE", template))));

            jenkins.assertLogContains("ci-1 is stopped", run);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                STOP_WEB,
                "proxmoxSnapshot guest: 'web', name: 'clean'",
                "proxmoxBackup guest: 'web', storage: 'local'",
            })
    void usuallySomebodyElsesGuestIsNotTouched(String script, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox, null);

            WorkflowRun run =
                    jenkins.buildAndAssertStatus(Result.FAILURE, JenkinsWithProxmox.pipeline(jenkins, script));

            jenkins.assertLogContains("The policy of connection 'lab' does not let test0 ", run);
            jenkins.assertLogContains(
                    "web (101): this Jenkins has not made it for a build, and no rule for test0 allows", run);
            jenkins.assertLogContains("An administrator can allow it with a rule", run);
            jenkins.assertLogNotContains("\tat ", run);
            assertThat(proxmox.tasks().all()).isEmpty();
        }
    }

    @Test
    void aGuestThatAnotherJobMadeIsOwnAndACopyByHandIsNot(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox, null);
            jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                    jenkins, "proxmoxClone template: 'debian-12', name: 'ours', vmid: 700"));
            String notes = proxmox.cluster().guest(700).orElseThrow().config().get("description");
            proxmox.cluster().addVirtualMachine("pve1", 701, "copy").description(notes);

            jenkins.buildAndAssertSuccess(
                    JenkinsWithProxmox.pipeline(jenkins, "proxmoxAction guest: 'ours', action: 'start'"));
            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    JenkinsWithProxmox.pipeline(jenkins, "proxmoxAction guest: 'copy', action: 'start'"));

            jenkins.assertLogContains("this Jenkins has not made it", run);
        }
    }

    @Test
    void aRuleIsForTheJobsOfItsFolders(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.cluster().guest(101).orElseThrow().pool("production");
            PolicyRule rule = new PolicyRule("ops may restart", "power");
            rule.setFolders("ops");
            rule.setPools("production");
            SafetyPolicy policy = new SafetyPolicy();
            policy.setRules(List.of(rule));
            JenkinsWithProxmox.connect(proxmox, policy);
            Folder ops = jenkins.createProject(Folder.class, "ops");
            Folder ops2 = jenkins.createProject(Folder.class, "ops2");

            WorkflowRun denied = jenkins.buildAndAssertStatus(Result.FAILURE, job(ops2, STOP_WEB));
            WorkflowRun other = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    job(ops.createProject(Folder.class, "backup"), "proxmoxSnapshot guest: 'web', name: 'clean'"));
            WorkflowRun elsewhere = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    job(ops.createProject(Folder.class, "inner"), "proxmoxAction guest: 'cache', action: 'stop'"));
            jenkins.buildAndAssertSuccess(job(ops.createProject(Folder.class, "nightly"), STOP_WEB));

            jenkins.assertLogContains("rule 'ops may restart' allows it to other jobs only", denied);
            jenkins.assertLogContains("rule 'ops may restart' is about it, but allows only power", other);
            jenkins.assertLogContains(
                    "does not let ops/inner/job start or stop cache (201): this Jenkins has not made it for a build, and rule 'ops may"
                            + " restart' is not about it, since it is in no pool, not in production",
                    elsewhere);
            assertThat(proxmox.cluster().guest(101).orElseThrow().status()).isEqualTo("stopped");
        }
    }

    @Test
    void newGuestsAreHeldToTheRulesToo(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            PolicyRule rule = new PolicyRule("new guests", "create");
            rule.setPools("ci");
            rule.setVmids("700-799");
            SafetyPolicy policy = new SafetyPolicy();
            policy.setAnyGuest("read");
            policy.setRules(List.of(rule));
            JenkinsWithProxmox.connect(proxmox, policy);

            jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(
                    jenkins, "proxmoxClone template: 'debian-12', name: 'ci-1', vmid: 700, pool: 'ci'"));
            WorkflowRun pool = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    JenkinsWithProxmox.pipeline(jenkins, "proxmoxClone template: 'debian-12', name: 'x', vmid: 701"));
            WorkflowRun number = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    JenkinsWithProxmox.pipeline(
                            jenkins, "proxmoxClone template: 'debian-12', name: 'x', vmid: 800, pool: 'ci'"));

            jenkins.assertLogContains(
                    "create x (701): rule 'new guests' is not about it, since it is in no pool, not in ci", pool);
            jenkins.assertLogContains("its VMID is not in 700-799", number);
            assertThat(proxmox.tasks().ofType("qmclone")).hasSize(1);
        }
    }

    private static WorkflowJob job(Folder folder, String script) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}

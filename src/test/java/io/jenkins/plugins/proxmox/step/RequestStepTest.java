package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
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
class RequestStepTest {
    private static final String START = "/nodes/pve2/qemu/102/status/start";

    @Test
    void theReplyIsUsableInTheSandbox(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowRun run = jenkins.buildAndAssertSuccess(JenkinsWithProxmox.pipeline(jenkins, """
                    def version = proxmoxRequest '/version'
                    def nodes = proxmoxRequest path: '/nodes'
                    def upid = proxmoxRequest path: '%s', method: 'post'
                    echo "${version.version.take(1)} ${nodes.collect { it.node }.sort()} ${upid.startsWith('UPID:pve2')}"
                    def nothing = proxmoxRequest method: 'PUT', path: '/nodes/pve2/qemu/102/config',
                        parameters: [cores: 2, onboot: true, description: 'a\\nb']
                    echo "nothing ${nothing}"
                    """.formatted(START)));
            jenkins.assertLogContains("8 [pve1, pve2] true", run);
            jenkins.assertLogContains("nothing null", run);
            assertThat(proxmox.cluster().guest(102).orElseThrow().status()).isEqualTo("running");
            assertThat(proxmox.cluster().guest(102).orElseThrow().config()).containsEntry("onboot", "1");
        }
    }

    @Test
    void failuresNameTheRequestAndHideSecrets(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.faults().task("qmstart").fails("no memory");
            WorkflowRun failed = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    JenkinsWithProxmox.pipeline(jenkins, "proxmoxRequest path: '" + START + "', method: 'POST'"));
            jenkins.assertLogContains("ERROR: POST " + START + " failed: no memory", failed);

            proxmox.faults().call("POST", START).dropAfterEffect();
            WorkflowRun lost = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    JenkinsWithProxmox.pipeline(jenkins, "proxmoxRequest path: '" + START + "', method: 'POST'"));
            jenkins.assertLogContains("The outcome is unknown", lost);

            proxmox.faults().call("POST", "/access/users").answer(500, "the password pa55-word is too weak");
            WorkflowRun refused = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    JenkinsWithProxmox.pipeline(
                            jenkins,
                            "proxmoxRequest path: '/access/users', method: 'POST',"
                                    + " parameters: [userid: 'ci@pve', password: 'pa55-word']"));
            jenkins.assertLogContains("the password **** is too weak", refused);
            jenkins.assertLogNotContains("pa55-word", refused);
        }
    }

    @Test
    void onlyAPolicyThatSaysSoAllowsIt(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            ProxmoxGuestsConfiguration.get().getConnections().get(0).setSafetyPolicy(null);
            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.FAILURE, JenkinsWithProxmox.pipeline(jenkins, "proxmoxRequest '/version'"));
            jenkins.assertLogContains("The policy of connection 'lab' does not let ", run);
            assertThat(proxmox.requests().all()).isEmpty();
        }
    }

    @Test
    void abortingStopsTheTask(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.tasks().hold("qmstart");
            WorkflowRun run = JenkinsWithProxmox.pipeline(
                            jenkins, "proxmoxRequest path: '" + START + "', method: 'POST'")
                    .scheduleBuild2(0)
                    .waitForStart();
            proxmox.tasks().awaitTask(task -> task.type().equals("qmstart"));
            JenkinsWithProxmox.abort(run);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("task stopped", run);
            assertThat(proxmox.tasks().aborted()).hasSize(1);
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
        table.put("proxmoxRequest ''", "path: '' is no path of the API");
        table.put("proxmoxRequest 'version'", "expected is one that begins with /");
        table.put("proxmoxRequest '/api2/json/version'", "expected is what comes after /api2/json");
        table.put("proxmoxRequest '/nodes/../access/users'", "expected is one without empty parts, . and ..");
        table.put("proxmoxRequest '/cluster/resources?type=vm'", "what would follow a ? is given as parameters");
        table.put("proxmoxRequest path: '/version', method: 'PATCH'", "method: 'PATCH' is not known");
        table.put("proxmoxRequest path: '/version', parameters: 'x'", "parameters: 'x' is no option");
        table.put("proxmoxRequest path: '/version', parameters: ['a b': 1]", "'a b' is no name of a parameter");
        table.put("proxmoxRequest path: '/cluster/resources', parameters: [type: 'x']", "type: ");
        return table;
    }

    @Test
    void itsFormKeepsIt(JenkinsRule jenkins) throws Exception {
        RequestStep step = new RequestStep("/nodes/pve1/qemu/101/config");
        step.setMethod("PUT");
        step.setParameters("cores=2\ndescription=a\\nb");
        step.setWait(false);
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        snippets.assertRoundTrip(
                step,
                "proxmoxRequest method: 'PUT', parameters: '''cores=2\ndescription=a\\\\nb''',"
                        + " path: '/nodes/pve1/qemu/101/config', wait: false");
        snippets.assertRoundTrip(new RequestStep("/version"), "proxmoxRequest '/version'");
        StepConfigTester forms = new StepConfigTester(jenkins);
        jenkins.assertEqualDataBoundBeans(step, forms.configRoundTrip(step));
        RequestStep usual = new RequestStep("/version");
        jenkins.assertEqualDataBoundBeans(usual, forms.configRoundTrip(usual));
    }
}

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

@WithJenkins
class WaitForStepTest {
    private static final String WAIT = "def guest = proxmoxWaitFor guest: 'build', state: 'running';"
            + " echo \"${guest.name} is ${guest.status}\"";
    private static final String WAITING = "Waiting for build (102) on pve2 to be running";

    @Test
    void endsWhenTheGuestIsThere(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WorkflowRun run = begin(jenkins, proxmox);
            proxmox.cluster().guest(102).orElseThrow().running();

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("build is running", run);
        }
    }

    @Test
    void aGuestThatVanishesFailsTheBuild(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WorkflowRun run = begin(jenkins, proxmox);
            proxmox.cluster().removeGuest(102);

            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("ERROR: " + WAITING + " failed: build (102) is not there any more", run);
        }
    }

    @Test
    void abortingEndsTheWaitAndNothingElse(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            WorkflowRun run = begin(jenkins, proxmox);
            JenkinsWithProxmox.abort(run);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogNotContains("ERROR", run);
            assertThat(proxmox.requests().all())
                    .allSatisfy(request -> assertThat(request.method()).isEqualTo("GET"));
        }
    }

    @Test
    void wrongValuesAreExplained(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            proxmox.cluster().guest(102).orElseThrow().withoutGuestAgentDevice();
            WrongValues.areExplained(jenkins, proxmox, table());
        }
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("proxmoxWaitFor guest: '', state: 'running'", "No guest is given");
        table.put("proxmoxWaitFor guest: 'nope', state: 'running'", "There is no guest with the name 'nope' (guest)");
        table.put("proxmoxWaitFor guest: 101, state: ''", "state: '' is not known; expected is one of running");
        table.put("proxmoxWaitFor guest: 101, state: 'lunch'", "state: 'lunch' is not known");
        table.put("proxmoxWaitFor guest: 201, state: 'agent'", "state: 'agent' is not possible for the container");
        table.put("proxmoxWaitFor guest: 201, state: 'paused'", "state: 'paused' is not possible for the container");
        table.put("proxmoxWaitFor guest: 102, state: 'ssh'", "state: 'ssh' needs the guest agent, which build (102)");
        table.put("proxmoxWaitFor guest: 9000, state: 'running'", "is a template, which can't be started");
        return table;
    }

    @Test
    void itsFormKeepsIt(JenkinsRule jenkins) throws Exception {
        WaitForStep step = new WaitForStep("web", "address");
        step.setTimeout(5);
        new SnippetizerTester(jenkins)
                .assertRoundTrip(step, "proxmoxWaitFor guest: 'web', state: 'address', timeout: 5");
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    private static WorkflowRun begin(JenkinsRule jenkins, EmbeddedProxmox proxmox) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        WorkflowRun run =
                JenkinsWithProxmox.pipeline(jenkins, WAIT).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage(WAITING, run);
        return run;
    }
}

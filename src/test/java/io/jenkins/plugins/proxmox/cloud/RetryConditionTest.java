package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.pipeline.ProxmoxAgentCondition;
import io.jenkins.plugins.proxmox.cloud.pipeline.ProxmoxAgentStep;
import java.util.List;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.RetryStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code retry(conditions: [proxmoxAgent()])}, beside the step with the same name. */
@WithJenkins
class RetryConditionTest {
    private static final String BOTH = """
            int tries = 0
            proxmoxAgent(template: 'debian') {
                retry(count: 2, conditions: [proxmoxAgent()]) {
                    node(PROXMOX_LABEL) {
                        tries++
                        echo "try ${tries} on ${env.NODE_NAME}!"
                        if (tries == 1) {
                            sleep 600
                        }
                    }
                }
            }
            """;

    private final CloudInProcess cloud = new CloudInProcess();

    @AfterEach
    void close() {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLostAgentIsReplaced(boolean sandbox, JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(BOTH, sandbox));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping for", run);

        CloudInProcess.computers().get(0).end("its guest is gone");

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        String log = JenkinsRule.getLog(run);
        assertThat(log)
                .containsPattern("Agent debian-\\w+ is removed: its guest is gone")
                .containsPattern("Lost agent debian-\\w+: its guest is gone")
                .contains("try 2 on debian-");
        cloud.assertNothingIsLeft();
    }

    @Test
    void anAgentThatSomebodyRemovesIsReplacedToo(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());
        WorkflowRun run =
                JenkinsWithProxmox.pipeline(jenkins, """
                        int tries = 0
                        retry(count: 2, conditions: [proxmoxAgent()]) {
                            node('debian') {
                                tries++
                                if (tries == 1) {
                                    sleep 600
                                }
                            }
                        }
                        """).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping for", run);

        AgentFleet.agents().get(0).terminate();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        cloud.assertNothingIsLeft();
    }

    @Test
    void whatFailsOnAnAgentThatIsThereIsNotRetried(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());

        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                JenkinsWithProxmox.pipeline(
                        jenkins,
                        "retry(count: 2, conditions: [proxmoxAgent()]) { node('debian') { error 'went wrong' } }"));

        assertThat(Pattern.compile("(?m)^Running on ")
                        .matcher(JenkinsRule.getLog(run))
                        .results())
                .hasSize(1);
        jenkins.assertLogContains("went wrong", run);
        cloud.assertNothingIsLeft();
    }

    @Test
    void anAbortIsNotRetried(JenkinsRule jenkins) throws Exception {
        cloud.configure(jenkins, new InProcessConnector());
        WorkflowRun run =
                JenkinsWithProxmox.pipeline(jenkins, BOTH).scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Sleeping for", run);

        run.getExecutor().interrupt(Result.ABORTED);

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogNotContains("try 2", run);
        cloud.assertNothingIsLeft();
    }

    @Test
    void theSnippetGeneratorWritesBoth(JenkinsRule jenkins) throws Exception {
        SnippetizerTester tester = new SnippetizerTester(jenkins);
        ProxmoxAgentStep step = new ProxmoxAgentStep("debian");
        step.setCpus(4);
        tester.assertRoundTrip(step, "proxmoxAgent(cpus: 4, template: 'debian') {\n    // some block\n}");
        RetryStep retry = new RetryStep(2);
        retry.setConditions(List.of(new ProxmoxAgentCondition()));
        // Where a symbol is the name of a step, too, the generator writes a class; both mean the same.
        tester.assertRoundTrip(
                retry, "retry(conditions: [[$class: 'ProxmoxAgentCondition']], count: 2) {\n    // some block\n}");
    }
}

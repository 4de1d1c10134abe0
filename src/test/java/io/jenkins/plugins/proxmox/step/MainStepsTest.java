package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Jenkinsfile of docs/examples with all five steps, in a real Jenkins. */
@WithJenkins
class MainStepsTest {
    @ParameterizedTest
    @ValueSource(strings = {"debian-12", "debian-ct"})
    void theMainStepsWorkOnVirtualMachinesAndContainers(String template, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            JenkinsWithProxmox.connect(proxmox);
            WorkflowJob job =
                    JenkinsWithProxmox.pipeline(jenkins, JenkinsWithProxmox.example("main-steps.Jenkinsfile"));
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TEMPLATE", "")));

            WorkflowRun run = jenkins.assertBuildStatusSuccess(
                    job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("TEMPLATE", template))));

            jenkins.assertLogContains("[proxmox] Cloning template " + template, run);
            jenkins.assertLogContains("... done", run);
            jenkins.assertLogContains("ci-1 is stopped", run);
            assertThat(proxmox.cluster().archives()).hasSize(1);
            assertThat(proxmox.tasks().all())
                    .allSatisfy(task -> assertThat(task.exitStatus()).contains("OK"));
        }
    }
}

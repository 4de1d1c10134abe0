package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code proxmoxTemplate} in a real Jenkins. */
@WithJenkins
class TemplateStepTest {
    @ParameterizedTest
    @CsvSource({"build, 102", "tools, 202"})
    void theGuestBecomesATemplateOnce(String name, int vmid, JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String log = StepLab.succeed(
                    jenkins,
                    proxmox,
                    "def made = proxmoxTemplate guest: '" + name
                            + "'; made = proxmoxTemplate guest: made; echo \"template ${made.template}\"");

            assertThat(log).contains("template true").contains("is a template already");
            assertThat(proxmox.cluster().guest(vmid).orElseThrow().isTemplate()).isTrue();
        }
    }

    @Test
    void aTaskThatFailsFailsTheBuild(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.faults().task("qmtemplate").fails("no space");

            assertThat(StepLab.fail(jenkins, proxmox, "proxmoxTemplate guest: 'build'"))
                    .contains("ERROR: Making build (102) on pve2 a template failed: no space");
        }
    }

    @Test
    void anAbortedBuildStopsTheTask(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            assertThat(StepLab.abort(jenkins, proxmox, "proxmoxTemplate guest: 'build'", "qmtemplate"))
                    .contains("task stopped")
                    .doesNotContain("ERROR");
        }
    }

    @Test
    void eachWrongValueIsExplained(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            StepLab.succeed(jenkins, proxmox, "proxmoxSnapshot guest: 'build', name: 'clean'");
            StepLab.assertRefused(
                    jenkins,
                    proxmox,
                    Map.of(
                            "proxmoxTemplate guest: 'nope'", "There is no guest with the name 'nope' (guest)",
                            "proxmoxTemplate guest: ''", "No guest is given",
                            "proxmoxTemplate guest: 'web'", "can't become a template, it is running; stop it first",
                            "proxmoxTemplate guest: 'build'", "it has snapshots: clean; delete them first"));
        }
    }

    @Test
    void formAndSnippetKeepWhatWasEntered(JenkinsRule jenkins) throws Exception {
        TemplateStep step = new TemplateStep("web");
        new SnippetizerTester(jenkins).assertRoundTrip(step, "proxmoxTemplate 'web'");
        step.setTimeout(5);
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }
}

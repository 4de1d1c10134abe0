package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Jenkinsfile of docs/examples that changes guests, in a real Jenkins. */
@WithJenkins
class ChangeGuestsTest {
    @Test
    void theExampleRuns(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            String log = StepLab.succeed(jenkins, proxmox, JenkinsWithProxmox.example("change-guests.Jenkinsfile"));

            assertThat(log).contains("These wait for a restart: []").contains("base-1 is a template: true");
            assertThat(proxmox.tasks().all())
                    .allSatisfy(task -> assertThat(task.exitStatus()).contains("OK"));
        }
    }
}

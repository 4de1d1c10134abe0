package io.jenkins.plugins.proxmox.cloud.connector;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.plugins.sshslaves.verifiers.NonVerifyingKeyVerificationStrategy;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class GuestSshLauncherTest {
    /** A fingerprint of the credentials would be written to disk for each agent there ever was. */
    @Test
    void whereCredentialsAreUsedIsNotWrittenDownForEachAgent(JenkinsRule jenkins) throws Exception {
        GuestSshLauncher launcher = new GuestSshLauncher(
                "127.0.0.1", 22, AgentKeys.get().of("pve", "jenkins"), new NonVerifyingKeyVerificationStrategy());

        assertThat(launcher.getTrackCredentials()).isFalse();
    }
}

package io.jenkins.plugins.proxmox.cloud.connector;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.TaskListener;
import hudson.plugins.sshslaves.verifiers.NonVerifyingKeyVerificationStrategy;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import hudson.slaves.SlaveComputer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

    /** A build that is over before the launch is has its agent disconnected: the guest works, and has another build. */
    @Test
    void anAgentThatHasBeenOnlineWasNotLaunchedInVain(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.addNode(new DumbSlave("agent", "/agent", new JNLPLauncher()));
        SlaveComputer computer = (SlaveComputer) jenkins.jenkins.getComputer("agent");

        assertThat(launch(computer, false)).isPresent();
        assertThat(launch(computer, true)).isEmpty();
    }

    /** At a port where nobody listens. */
    private static Optional<String> launch(SlaveComputer computer, boolean wasOnline) throws Exception {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        Map<String, Object> facts = Map.of(
                "computer", computer,
                "deadline", deadline,
                "log", new AgentLog(TaskListener.NULL, deadline, line -> {}),
                "awaitOnline", wasOnline);
        Connecting connecting = (Connecting) Proxy.newProxyInstance(
                Connecting.class.getClassLoader(),
                new Class<?>[] {Connecting.class},
                (proxy, method, arguments) -> facts.get(method.getName()));
        GuestSshLauncher launcher = new GuestSshLauncher(
                "127.0.0.1", 1, AgentKeys.get().of("pve", "jenkins"), new NonVerifyingKeyVerificationStrategy());
        return launcher.launchOrFail(connecting);
    }
}

package io.jenkins.plugins.proxmox.cloud.connector;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hudson.model.TaskListener;
import hudson.plugins.sshslaves.verifiers.NonVerifyingKeyVerificationStrategy;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import io.jenkins.plugins.proxmox.core.api.ProxmoxException;
import io.jenkins.plugins.proxmox.core.operation.Memo;
import io.jenkins.plugins.proxmox.core.value.GuestType;
import io.jenkins.plugins.proxmox.core.value.VmId;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SshConnectorTest {
    /** Its last try ends when time is up, wherever it is then. */
    @Test
    void whatWasRefusedIsToldAlsoIfALaterTryRunsOutOfTime(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.addNode(new DumbSlave("agent", "/agent", new JNLPLauncher()));
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getByName("127.0.0.1"))) {
            Thread guest = new Thread(() -> refuseOnce(server), "guest");
            guest.setDaemon(true);
            guest.start();
            SshConnector connector = new SshConnector();
            connector.setPort(server.getLocalPort());
            connector.setHostKeyVerification(new NonVerifyingKeyVerificationStrategy());

            assertThatExceptionOfType(ProxmoxException.class)
                    .isThrownBy(() -> connector.connect(connecting(jenkins)))
                    .withMessageContaining("Malformed server identification");
        }
    }

    /** Whoever comes later gets no answer. */
    private static void refuseOnce(ServerSocket server) {
        try (Socket first = server.accept()) {
            first.getOutputStream().write("no SSH here\n".repeat(99).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connecting connecting(JenkinsRule jenkins) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5));
        Map<String, Object> facts = Map.of(
                "computer",
                jenkins.jenkins.getComputer("agent"),
                "cloud",
                "pve",
                "subject",
                new Memo.Subject(GuestType.VIRTUAL_MACHINE, new VmId(100), "pve1", "ci"),
                "deadline",
                deadline,
                "log",
                new AgentLog(TaskListener.NULL, deadline, line -> {}),
                "reach",
                "127.0.0.1",
                "awaitOnline",
                false);
        return (Connecting) Proxy.newProxyInstance(
                Connecting.class.getClassLoader(),
                new Class<?>[] {Connecting.class},
                (proxy, method, arguments) -> facts.get(method.getName()));
    }
}

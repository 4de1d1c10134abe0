package io.jenkins.plugins.proxmox.cloud;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.machine.GuestFault;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What can be wrong with the way by SSH, with real servers and real agents. */
@WithJenkins
@DisabledOnOs(OS.WINDOWS)
class SshFaultTest {
    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private MachineFaults machines;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        machines = new MachineFaults(rule, AgentLab.start(rule, folder));
    }

    @AfterEach
    void close() {
        machines.close();
    }

    private static SshConnector withPassword() {
        SshConnector connector = new SshConnector();
        connector.setCredentialsId("password");
        return connector;
    }

    @Test
    void whateverIsWrongIsToldAndNothingIsLeft() throws Exception {
        CredentialsProvider.lookupStores(Jenkins.get())
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.SYSTEM, "password", null, "jenkins", "a-long-secret-word"));
        machines.inTheEnd(GuestFault.NEVER_BOOTS, new SshConnector(), "Waiting for port 22")
                .inTheEnd(GuestFault.NO_ADDRESS, new SshConnector(), "Waiting for port 22")
                .inTheEnd(GuestFault.SSH_REFUSED, new SshConnector(), "nothing listens yet on port 22")
                .inTheEnd(GuestFault.SSH_SILENT, new SshConnector(), "kexTimeout")
                .inTheEnd(GuestFault.WRONG_HOST_KEY, new SshConnector(), "is none of the guest's own")
                .inTheEnd(GuestFault.NO_USER_KEY, new SshConnector(), "Authentication failed.")
                .inTheEnd(GuestFault.HANGING_JAVA, new SshConnector(), "the agent's process has not answered")
                .atOnce(GuestFault.NO_JAVA, new SshConnector(), "Java is missing")
                .atOnce(GuestFault.BROKEN_JAVA, new SshConnector(), "could not create the Java Virtual Machine")
                .broken(machines.template("container", "9001", withPassword()), "A password is not sent to a container")
                .begin(machines.template("sound", "9000", new SshConnector()));

        machines.assertToldAll();
        machines.faults.build("sound");

        machines.end();
    }

    /** What a switch does that is started anew: the agent is connected to again, and the build goes on. */
    @Test
    void aBuildGoesOnWhoseConnectionWasCut() throws Exception {
        HeldBuild build = HeldBuild.on(new SshConnector(), jenkins, machines);

        // The launcher would read it block by block, to see whether it is the same.
        build.guest().inside().removeFile(build.agent.getRemoteFS() + "/remoting.jar");
        build.machine().leaveNetwork();
        ProxmoxComputer computer = build.computer();
        LifeLab.await(() -> computer.isOffline() && computer.stage().contains("Waiting for port 22"));
        build.letGo();
        build.machine().joinNetwork();

        build.assertWentOn();
    }
}

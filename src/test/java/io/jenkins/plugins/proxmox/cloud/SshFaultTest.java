package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.machine.GuestFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
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
        machines.begin(machines.template("debian", "9000", new SshConnector()));
        WorkflowJob job = JenkinsWithProxmox.pipeline(
                jenkins, "node('debian') { sh 'echo begun; until [ -f go ]; do sleep 0.2; done; echo went on' }");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("begun", run);
        ProxmoxAgent agent = AgentFleet.agents().get(0);
        ProxmoxComputer computer = agent.computer().orElseThrow();
        String go = agent.getWorkspaceFor(job).getRemote() + "/go";
        int vmid = agent.guest().orElseThrow().vmid().number();

        // The launcher would read it block by block, to see whether it is the same.
        machines.lab.guest(vmid).inside().removeFile(agent.getRemoteFS() + "/remoting.jar");
        machines.lab.machines().machine(vmid).leaveNetwork();
        LifeLab.await(() -> computer.isOffline() && computer.stage().contains("Waiting for port 22"));
        machines.lab.guest(vmid).inside().file(go, "".getBytes(StandardCharsets.UTF_8));
        machines.lab.machines().machine(vmid).joinNetwork();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run)).contains("went on");
        assertThat(machines.faults.clones()).isEqualTo(1);
        machines.end();
    }
}

package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Slave;
import hudson.plugins.sshslaves.SSHLauncher;
import hudson.plugins.sshslaves.verifiers.ManuallyProvidedKeyVerificationStrategy;
import hudson.slaves.ComputerLauncher;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.proxmox.cloud.machine.GuestMachine;
import io.jenkins.plugins.proxmox.core.guest.GuestFacts;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** That agents of Jenkins run in the machines of the lab, with nothing of our own between them and Jenkins. */
@WithJenkins
@DisabledOnOs(OS.WINDOWS)
class AgentLabTest {
    private static final String SCRIPT = "node('real') { sh 'echo \"here is $NODE_NAME in $HOME\"; echo x >made' }";

    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private AgentLab lab;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        lab = AgentLab.start(jenkins, folder);
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private SlaveComputer add(ComputerLauncher launcher) throws Exception {
        DumbSlave agent = new DumbSlave("real", lab.machines().remoteFs(), launcher);
        agent.setLabelString("real");
        jenkins.jenkins.addNode(agent);
        return agent.getComputer();
    }

    @Test
    void anAgentRunsBySsh() throws Exception {
        GuestFacts guest = lab.machine();
        GuestMachine machine = lab.machines().machine(guest.vmid().number());
        SSHLauncher launcher = new SSHLauncher(guest.addresses().get(0), 22, AgentLab.CREDENTIALS);
        String hostKey = machine.hostKeys().get(1).replaceFirst(" root@.*", "");
        launcher.setSshHostKeyVerificationStrategy(new ManuallyProvidedKeyVerificationStrategy(hostKey));
        SlaveComputer computer = add(launcher);

        assertThat(lab.build(SCRIPT)).contains("here is real in " + folder);

        assertThat(machine.agentProcesses()).hasSize(1);
        assertThat(machine.file(lab.machines().remoteFs() + "/remoting.jar")).isNotEmpty();
        lab.guest(guest.vmid().number()).stopped();
        computer.waitUntilOffline();
        assertThat(lab.machines().processes()).isEmpty();
    }

    @Test
    void anAgentComesInFromACommandOfTheGuestAgent() throws Exception {
        GuestFacts guest = lab.machine();
        GuestMachine machine = lab.machines().machine(guest.vmid().number());
        JNLPLauncher launcher = new JNLPLauncher();
        launcher.setWebSocket(true);
        SlaveComputer computer = add(launcher);
        String jar = lab.machines().remoteFs() + "/agent.jar";
        lab.guest(guest.vmid().number()).inside().file(jar, new Slave.JnlpJar("agent.jar").readFully());

        lab.execute(
                guest,
                "java",
                "-jar",
                jar,
                "-webSocket",
                "-url",
                jenkins.getURL().toString(),
                "-name",
                "real",
                "-secret",
                computer.getJnlpMac(),
                "-workDir",
                lab.machines().remoteFs());

        assertThat(lab.build(SCRIPT)).contains("here is real in " + folder);

        assertThat(machine.agentProcesses()).hasSize(1);
        machine.killAgents();
        computer.waitUntilOffline();
        assertThat(machine.processes()).isEmpty();
    }
}

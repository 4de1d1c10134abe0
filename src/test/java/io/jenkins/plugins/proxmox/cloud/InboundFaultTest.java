package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.machine.GuestFault;
import io.jenkins.plugins.proxmox.cloud.machine.GuestMachine;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What can be wrong with agents that connect by themselves, with real ones. */
@WithJenkins
@DisabledOnOs(OS.WINDOWS)
class InboundFaultTest {
    private static final long PATIENCE = ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS;

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
        InboundConnector.comeBackIn(Duration.ofSeconds(60));
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = PATIENCE;
        machines.close();
    }

    private static InboundConnector at(String url) {
        InboundConnector connector = new InboundConnector();
        connector.setUrl(url);
        return connector;
    }

    private static InboundConnector as(String user) {
        InboundConnector connector = new InboundConnector();
        connector.setUser(user);
        return connector;
    }

    @Test
    void whateverIsWrongIsToldAndNothingIsLeft() throws Exception {
        String url = jenkins.getURL().toString();
        ProxmoxTemplate nobody = machines.template("nobody", "9000", at("http://127.0.0.1:1/"));
        nobody.setStartupMinutes(MachineFaults.SHORT);
        machines.inTheEnd(GuestFault.NEVER_BOOTS, new InboundConnector(), "guest agent")
                .atOnce(GuestFault.NO_JAVA, new InboundConnector(), "Java is missing: the guest has no command 'java'")
                .atOnce(GuestFault.BROKEN_JAVA, new InboundConnector(), "could not create the Java Virtual Machine")
                .broken(nobody, "127.0.0.1:1")
                .broken(
                        machines.template("no-jar", "9000", at(url + "nowhere/")),
                        "the guest can't fetch " + url + "nowhere/")
                .broken(machines.template("no-user", "9000", as("somebody-else")), "somebody-else")
                .begin(machines.template("sound", "9000", new InboundConnector()));

        machines.assertToldAll();
        machines.faults.build("sound");

        machines.end();
    }

    /** By Jenkins' TCP port for agents. */
    @Test
    void byTcp() throws Exception {
        jenkins.jenkins.setSlaveAgentPort(0);
        InboundConnector connector = new InboundConnector();
        connector.setWebSocket(false);
        machines.begin(machines.template("debian", "9000", connector));

        machines.faults.build("debian");

        machines.end();
    }

    @Test
    void aBuildGoesOnWhoseAgentWasKilled() throws Exception {
        HeldBuild build = HeldBuild.on(new InboundConnector(), jenkins, machines);

        build.machine().killAgents();
        LifeLab.await(build.computer()::isOffline);
        build.letGo();

        build.assertWentOn();
    }

    /** As when Jenkins can't be reached for a while: the agent is started anew, and nothing else is touched. */
    @Test
    void aBuildGoesOnWhoseAgentDoesNotComeBack() throws Exception {
        InboundConnector.comeBackIn(Duration.ofSeconds(1));
        // As usual; tests have less, and an agent is given ten seconds to end.
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS =
                Duration.ofMinutes(5).toMillis();
        HeldBuild build = HeldBuild.on(new InboundConnector(), jenkins, machines);
        GuestMachine machine = build.machine();
        List<ProcessHandle> first = machine.agentProcesses();

        machine.freezeAgents();
        build.computer().getChannel().terminate(new IOException("The network is down"));
        LifeLab.await(() -> Collections.disjoint(first, machine.agentProcesses())
                && build.computer().isOnline());
        build.letGo();

        build.assertWentOn();
    }

    @Test
    void aBuildEndsWhoseGuestWasStopped() throws Exception {
        HeldBuild build = HeldBuild.on(new InboundConnector(), jenkins, machines);

        build.guest().stopped();

        WorkflowRun run = build.completed();
        jenkins.assertBuildStatus(Result.ABORTED, run);
        assertThat(JenkinsRule.getLog(run)).contains("was stopped by somebody else, or has stopped by itself");
        machines.end();
    }
}

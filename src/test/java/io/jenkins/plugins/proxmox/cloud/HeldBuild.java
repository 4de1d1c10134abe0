package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.machine.GuestMachine;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A build on the only agent, in the midst of a script that goes on as soon as it is let. */
final class HeldBuild {
    private static final String SCRIPT =
            "node('debian') { sh 'echo begun; until [ -f go ]; do sleep 0.2; done; echo went on' }";

    private final JenkinsRule jenkins;
    private final MachineFaults machines;
    private final WorkflowRun run;
    private final String letGo;
    final ProxmoxAgent agent;

    private HeldBuild(JenkinsRule jenkins, MachineFaults machines) throws Exception {
        this.jenkins = jenkins;
        this.machines = machines;
        WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, SCRIPT);
        run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("begun", run);
        agent = AgentFleet.agents().get(0);
        // Not known while it is offline.
        letGo = agent.getWorkspaceFor(job).getRemote() + "/go";
    }

    static HeldBuild on(AgentConnector connector, JenkinsRule jenkins, MachineFaults machines) throws Exception {
        machines.begin(machines.template("debian", "9000", connector));
        return new HeldBuild(jenkins, machines);
    }

    ProxmoxComputer computer() {
        return agent.computer().orElseThrow();
    }

    EmbeddedGuest guest() {
        return machines.lab.guest(vmid());
    }

    GuestMachine machine() {
        return machines.lab.machines().machine(vmid());
    }

    private int vmid() {
        return agent.guest().orElseThrow().vmid().number();
    }

    void letGo() {
        guest().inside().file(letGo, "".getBytes(StandardCharsets.UTF_8));
    }

    WorkflowRun completed() throws Exception {
        return jenkins.waitForCompletion(run);
    }

    /** In the guest where it began; nothing is left of that afterwards. */
    void assertWentOn() throws Exception {
        jenkins.assertBuildStatusSuccess(completed());
        assertThat(JenkinsRule.getLog(run)).contains("went on");
        assertThat(machines.faults.clones()).isEqualTo(1);
        machines.end();
    }
}

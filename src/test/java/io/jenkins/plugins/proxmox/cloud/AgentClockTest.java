package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.core.task.TimeTravel;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * Controllers that come back with another idea of what time it is. While they run nobody notices: they look at the clock once,
 * and from then on they only count.
 */
@DisabledOnOs(OS.WINDOWS)
class AgentClockTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final LifeLab lab = new LifeLab();
    private final TimeTravel clock = new TimeTravel();
    private Hold clones;
    private Gate gate;

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        gate.close();
        clock.close();
        lab.close();
    }

    private static ProxmoxTemplate template(String name) {
        ProxmoxTemplate template = new ProxmoxTemplate("debian-" + name, "9000");
        template.setLabels(name);
        template.setConnector(new InProcessConnector());
        template.setLife(new ReusableLife());
        return template;
    }

    private static WorkflowRun start(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static String succeeded(JenkinsRule jenkins, String name) throws Exception {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1);
        return JenkinsRule.getLog(jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run)));
    }

    @ParameterizedTest
    @ValueSource(ints = {30, -30})
    void agentsAreMadeAndGoOn(int hours) throws Throwable {
        sessions.then(jenkins -> {
            JenkinsWithProxmox.connect(lab.proxmox);
            ProxmoxCloud cloud = new ProxmoxCloud("pve");
            cloud.setTemplates(List.of(template("building"), template("made")));
            Jenkins.get().clouds.add(cloud);
            jenkins.jenkins.save();
            gate = new Gate(folder.resolve("building"));
            jenkins.waitForMessage("begun", start(jenkins, "building", gate.pipeline("building")));
            clones = lab.proxmox.tasks().hold("qmclone");
            start(jenkins, "made", "node('made') { echo 'over' }");
            lab.proxmox.tasks().awaitTask(it -> it.type().equals("qmclone") && it.isRunning());
        });
        clock.pass(Duration.ofHours(hours));

        sessions.then(jenkins -> {
            if (hours > 0) {
                // What seems to take more than a day is stopped, and made again.
                LifeLab.await(() -> lab.proxmox.tasks().aborted().size() == 1);
            }
            clones.release();
            gate.open();
            succeeded(jenkins, "building");
            succeeded(jenkins, "made");
            AgentFleet.agents().forEach(agent -> agent.computer().orElseThrow().end("a test"));
            lab.awaitNothingLeft();
            LifeLab.await(
                    () -> AgentFleet.get().occupancy().capacity("lab").slots().isEmpty());
            assertThat(lab.tasks("qmclone")).isEqualTo(hours > 0 ? 3 : 2);
        });
    }
}

package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Result;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.connection.FolderConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxConnection;
import io.jenkins.plugins.proxmox.connection.ProxmoxGuestsConfiguration;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import io.jenkins.plugins.proxmox.run.OperationsAction;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Which connection a step works on, by and by. */
class ConnectionOfStepTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aConnectionThatWasRenamedOrDeletedSaysWhichOnesExist() throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            sessions.then(jenkins -> {
                JenkinsWithProxmox.connect(proxmox);
                ProxmoxConnection lab =
                        ProxmoxGuestsConfiguration.get().getConnections().get(0);
                WorkflowJob job = JenkinsWithProxmox.pipeline(
                        jenkins, "proxmoxAction guest: 'cache', action: 'stop', connection: 'lab'");
                jenkins.buildAndAssertSuccess(job);

                ProxmoxGuestsConfiguration.get()
                        .setConnections(List.of(named(lab, "laboratory"), named(lab, "production")));
                assertFails(jenkins, job, "There is no connection 'lab'; expected is one of laboratory, production");
                assertThat(job.getLastBuild().getAction(OperationsAction.class)).isNull();
                ProxmoxGuestsConfiguration.get().setConnections(List.of(named(lab, "production")));
                assertFails(jenkins, job, "There is no connection 'lab'; expected is one of production");
                ProxmoxGuestsConfiguration.get().setConnections(List.of());
                assertFails(
                        jenkins,
                        job,
                        "No connection to a Proxmox VE is configured; an administrator can add one under Manage Jenkins,"
                                + " System, Proxmox Guests");
            });
        }
    }

    @Test
    void whatHasBegunGoesOnWhereItBeganWhateverTheFolderSaysMeanwhile() throws Throwable {
        try (EmbeddedProxmox first = EmbeddedProxmox.start();
                EmbeddedProxmox second = EmbeddedProxmox.start()) {
            Hold hold = first.tasks().hold("qmclone");
            sessions.then(jenkins -> {
                connectBoth(first, second);
                Folder team = jenkins.createProject(Folder.class, "team");
                team.addProperty(new FolderConnection("lab"));
                WorkflowJob job = team.createProject(WorkflowJob.class, "app");
                job.setDefinition(new CpsFlowDefinition(
                        "proxmoxClone template: 'debian-12', name: 'ci-1'\n"
                                + "proxmoxAction guest: 'cache', action: 'stop'",
                        true));
                WorkflowRun run = job.scheduleBuild2(0).waitForStart();
                jenkins.waitForMessage("create linked clone of drive", run);
                team.getProperties().replace(new FolderConnection("second"));
            });
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.jenkins
                        .getItemByFullName("team/app", WorkflowJob.class)
                        .getBuildByNumber(1);
                hold.release();
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

                assertThat(first.tasks().ofType("qmclone")).hasSize(1);
                assertThat(second.tasks().ofType("qmclone")).isEmpty();
                assertThat(second.tasks().ofType("vzstop")).hasSize(1);
            });
        }
    }

    private static void connectBoth(EmbeddedProxmox first, EmbeddedProxmox second) throws Exception {
        List<ProxmoxConnection> both = new ArrayList<>();
        JenkinsWithProxmox.connect(second);
        JenkinsWithProxmox.addToken("second-token", second.token());
        ProxmoxConnection other =
                ProxmoxGuestsConfiguration.get().getConnections().get(0);
        both.add(copy(other, "second", "second-token"));
        JenkinsWithProxmox.connect(first);
        both.addAll(ProxmoxGuestsConfiguration.get().getConnections());
        ProxmoxGuestsConfiguration.get().setConnections(both);
    }

    private static ProxmoxConnection named(ProxmoxConnection other, String name) {
        return copy(other, name, other.getCredentialsId());
    }

    private static ProxmoxConnection copy(ProxmoxConnection other, String name, String credentials) {
        ProxmoxConnection connection = new ProxmoxConnection(name, other.getUrl(), credentials);
        connection.setFingerprint(other.getFingerprint());
        connection.setSafetyPolicy(other.getSafetyPolicy());
        return connection;
    }

    private static void assertFails(JenkinsRule jenkins, WorkflowJob job, String message) throws Exception {
        jenkins.assertLogContains(message, jenkins.buildAndAssertStatus(Result.FAILURE, job));
    }
}

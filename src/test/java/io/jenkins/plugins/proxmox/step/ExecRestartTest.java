package io.jenkins.plugins.proxmox.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.RealShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A restart of the controller while a command runs inside a VM. */
@DisabledOnOs(OS.WINDOWS)
class ExecRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    private Path folder;

    @Test
    void theOutputGoesOnWithoutLossOrRepetition() throws Throwable {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        String script = "withCredentials([string(credentialsId: 'secret', variable: 'TOKEN')]) {\n"
                + "  def code = proxmoxExec guest: 'web', returnStatus: true, env: ['TOKEN'], script: '''set +x\n"
                + "echo ran >>" + folder + "/ran\n"
                + "echo one $TOKEN; echo two; cat " + pipe + "; echo four $TOKEN; exit 5'''\n"
                + "  echo \"ended with $code\"\n}";
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start();
                RealShell shell = RealShell.in(proxmox.cluster().guest(101).orElseThrow(), folder)) {
            String[] name = new String[1];
            sessions.then(jenkins -> {
                JenkinsWithProxmox.connect(proxmox);
                JenkinsWithProxmox.addToken("secret", "s3cr3t-of-the-build");
                WorkflowJob job = JenkinsWithProxmox.pipeline(jenkins, script);
                name[0] = job.getFullName();
                jenkins.waitForMessage("\ntwo\n", job.scheduleBuild2(0).waitForStart());
            });
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.jenkins
                        .getItemByFullName(name[0], WorkflowJob.class)
                        .getBuildByNumber(1);
                Files.writeString(pipe, "three\n");
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

                List<String> lines = JenkinsRule.getLog(run).lines().toList();
                assertThat(lines).containsSubsequence("one ****", "two", "three", "four ****", "ended with 5");
                assertThat(lines.stream().filter(line -> line.matches("one.*|two|three|four.*")))
                        .hasSize(4);
                jenkins.assertLogNotContains("s3cr3t", run);
            });
            assertThat(Files.readString(folder.resolve("ran"))).isEqualTo("ran\n");
            assertThat(shell.files()).containsExactly(folder.resolve("ran"));
        }
    }
}

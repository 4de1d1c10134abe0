package io.jenkins.plugins.proxmox.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.step.CloneStep;
import io.jenkins.plugins.proxmox.step.WithGuestStep;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SleepBuilder;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A freestyle build dies with its controller; what it was about to make and what it held does not stay. */
class FreestyleKillTest {
    @RegisterExtension
    private final RealJenkinsExtension controller = JenkinsWithProxmox.process();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatItLeavesIsRemovedAfterwards(boolean cloning) throws Throwable {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            if (cloning) {
                proxmox.tasks().hold("qmclone");
            }
            controller.startJenkins();
            controller.runRemotely(
                    FreestyleKillTest::connect, proxmox.url().toString(), proxmox.token(), proxmox.fingerprint());
            if (cloning) {
                controller.runRemotely(FreestyleKillTest::cloneGuest);
            } else {
                controller.runRemotely(FreestyleKillTest::holdGuest);
            }
            controller.stopJenkinsForcibly();
            assertThat(proxmox.cluster().guests()).hasSize(7);

            JenkinsWithProxmox.startAgain(controller);

            assertThat(proxmox.cluster().await(cluster -> cluster.guests().size() == 6))
                    .isTrue();
        }
    }

    private static void connect(JenkinsRule jenkins, String url, String token, String fingerprint) throws Exception {
        JenkinsWithProxmox.connect(url, token, fingerprint);
    }

    private static void cloneGuest(JenkinsRule jenkins) throws Exception {
        CloneStep clone = new CloneStep("debian-12");
        clone.setFull(true);
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new OperationBuilder(clone));
        jenkins.waitForMessage(
                "create full clone of drive", job.scheduleBuild2(0).waitForStart());
    }

    private static void holdGuest(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildWrappersList().add(new GuestWrapper(new WithGuestStep("debian-12")));
        job.getBuildersList().add(new SleepBuilder(Long.MAX_VALUE));
        jenkins.waitForMessage("Sleeping", job.scheduleBuild2(0).waitForStart());
    }
}

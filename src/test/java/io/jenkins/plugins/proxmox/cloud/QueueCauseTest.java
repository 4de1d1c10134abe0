package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Computer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Why builds wait: below the queue, and in the log of a pipeline. */
@WithJenkins
class QueueCauseTest {
    private static String home(JenkinsRule jenkins, String user) throws Exception {
        HtmlPage page = client(jenkins, user).goTo("");
        return page.asNormalizedText();
    }

    private static JenkinsRule.WebClient client(JenkinsRule jenkins, String user) {
        return CloudLab.looking(jenkins, jenkins.jenkins.isUseSecurity() ? user : null);
    }

    private static String ajax(JenkinsRule jenkins, String user) throws Exception {
        return client(jenkins, user)
                .goTo("widget/WaitingWidget/ajax", null)
                .getWebResponse()
                .getContentAsString();
    }

    private static String queue(JenkinsRule jenkins, String user) throws Exception {
        return client(jenkins, user)
                .goTo("queue/api/json?depth=1", "application/json")
                .getWebResponse()
                .getContentAsString();
    }

    private static WorkflowRun waiting(JenkinsRule jenkins, String label) throws Exception {
        return JenkinsWithProxmox.pipeline(jenkins, "node('" + label + "') {}")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static void stop(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        run.doStop();
        jenkins.waitForCompletion(run);
    }

    private static void secure(JenkinsRule jenkins) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("outsider", "reader", "insider")
                .grant(Item.READ)
                .everywhere()
                .to("reader", "insider")
                .grant(Computer.CONFIGURE)
                .everywhere()
                .to("insider"));
    }

    @Test
    void aFullCloud(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            CloudLab.cloud(proxmox, new InProcessConnector()).setLimit(1);
            CountDownLatch end = new CountDownLatch(1);
            FreeStyleProject first = CloudLab.job(jenkins, end);
            FreeStyleProject second = CloudLab.job(jenkins, end);
            QueueTaskFuture<FreeStyleBuild> running = first.scheduleBuild2(0);
            running.waitForStart();

            var told = CloudLab.nextObstacle(obstacle -> true);
            QueueTaskFuture<FreeStyleBuild> waiting = second.scheduleBuild2(0);

            assertThat(CloudLab.get(told)).isEqualTo("the cloud 'pve' has its guest");
            secure(jenkins);
            assertThat(home(jenkins, "reader"))
                    .contains("Waiting for Proxmox agents", second.getName(), "The cloud 'pve' has its guest");
            assertThat(ajax(jenkins, "reader")).contains("The cloud 'pve' has its guest");
            assertThat(ajax(jenkins, "outsider")).contains("proxmoxWaiting").doesNotContain("has its guest");
            assertThat(home(jenkins, "outsider")).doesNotContain("Proxmox", "has its guest");
            assertThat(queue(jenkins, "reader")).contains("\"proxmox\":[\"The cloud 'pve' has its guest\"]");
            assertThat(queue(jenkins, "outsider")).doesNotContain("has its guest");
            assertThat(Queue.getInstance().getItem(second)).isInstanceOf(Queue.BuildableItem.class);

            end.countDown();
            jenkins.assertBuildStatusSuccess(running);
            FreeStyleBuild last = jenkins.assertBuildStatusSuccess(waiting);
            assertThat(Files.readString(last.getRootDir().toPath().resolve("build.xml")))
                    .doesNotContain("WaitingReasons");
            assertThat(home(jenkins, "reader")).doesNotContain("Waiting for Proxmox agents");
        }
    }

    @Test
    void anAgentOnItsWay(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            CloudLab.cloud(proxmox, new InProcessConnector());
            Hold hold = proxmox.tasks().hold("qmclone");
            QueueTaskFuture<FreeStyleBuild> build =
                    CloudLab.job(jenkins, new CountDownLatch(0)).scheduleBuild2(0);
            proxmox.tasks().awaitTask(task -> task.type().equals("qmclone"));

            secure(jenkins);
            String line = "Agent " + AgentFleet.agents().get(0).getNodeName() + " is being made since";
            assertThat(home(jenkins, "insider")).contains(line, "Cloning");
            assertThat(home(jenkins, "reader")).contains(line).doesNotContain("Cloning");
            assertThat(queue(jenkins, "insider")).contains(line, "Cloning");
            assertThat(queue(jenkins, "reader")).contains(line).doesNotContain("Cloning");

            hold.release();
            jenkins.assertBuildStatusSuccess(build);
        }
    }

    @Test
    void aTemplateThatDoesNotWork(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            CloudLab.cloud(proxmox, new InProcessConnector());
            proxmox.cluster().removeGuest(9000);
            WorkflowRun run = JenkinsWithProxmox.pipeline(jenkins, "node('debian') {}")
                    .scheduleBuild2(0)
                    .waitForStart();

            jenkins.waitForMessage("[proxmox] No agent yet: the template 'debian' is left alone until ", run);
            // It may have failed again by now.
            LifeLab.await(() -> home(jenkins, "anybody").matches("(?s).*after (a failure|\\d+ failures): .*9000.*"));

            run.doStop();
            jenkins.waitForCompletion(run);
            // Whoever may read builds need not know what there is in the cluster.
            assertThat(JenkinsRule.getLog(run)).doesNotContain("9000");
        }
    }

    @Test
    void aConnectionThatThereIsNot(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            CloudLab.cloud(proxmox, new InProcessConnector()).setConnection("nowhere");
            WorkflowRun run = JenkinsWithProxmox.pipeline(jenkins, "node('debian') {}")
                    .scheduleBuild2(0)
                    .waitForStart();

            jenkins.waitForMessage("[proxmox] No agent yet: the cloud 'pve' can't make agents", run);
            secure(jenkins);
            assertThat(home(jenkins, "insider"))
                    .contains("The cloud 'pve' can't make agents: There is no connection 'nowhere'");
            assertThat(home(jenkins, "reader"))
                    .contains("The cloud 'pve' can't make agents")
                    .doesNotContain("nowhere");
            assertThat(JenkinsRule.getLog(run)).doesNotContain("nowhere");

            run.doStop();
            jenkins.waitForCompletion(run);
        }
    }

    @Test
    void aFullTemplate(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxCloud cloud = CloudLab.cloud(proxmox, new InProcessConnector());
            cloud.getTemplates().get(0).setLimit(2);
            cloud.getTemplates().get(0).setLife(new ReusableLife());
            CountDownLatch end = new CountDownLatch(1);
            for (int i = 0; i < 2; i++) {
                CloudLab.job(jenkins, end).scheduleBuild2(0).waitForStart();
            }
            WorkflowRun run = waiting(jenkins, "debian");

            jenkins.waitForMessage("[proxmox] No agent yet: the template 'debian' has its 2 guests", run);
            assertThat(JenkinsRule.getLog(run)).containsOnlyOnce("No agent yet");
            assertThat(home(jenkins, "anybody")).contains("The template 'debian' has its 2 guests");

            end.countDown();
            jenkins.waitForCompletion(run);
            jenkins.assertBuildStatusSuccess(run);
        }
    }

    @Test
    void nodesThatAreFull(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxCloud cloud = CloudLab.cloud(proxmox, new InProcessConnector());
            cloud.setNodeLimit(1);
            cloud.getTemplates().get(0).setNodes("pve1");
            CloudLab.online(cloud);
            CountDownLatch end = new CountDownLatch(1);
            CloudLab.job(jenkins, end).scheduleBuild2(0).waitForStart();
            WorkflowRun run = waiting(jenkins, "debian");

            jenkins.waitForMessage(
                    "[proxmox] No agent yet: no node has room for a guest of the template 'debian'", run);
            assertThat(home(jenkins, "anybody"))
                    .contains("No node has room for a guest of the template 'debian': pve1 has its guest");
            assertThat(JenkinsRule.getLog(run)).doesNotContain("pve1");

            stop(jenkins, run);
            end.countDown();
            jenkins.waitUntilNoActivity();
        }
    }

    @Test
    void aLabelThatNobodyHas(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            CloudLab.cloud(proxmox, new InProcessConnector());
            FreeStyleProject job = CloudLab.job(jenkins, new CountDownLatch(0));
            job.setAssignedLabel(Label.get("debain"));
            job.scheduleBuild2(0);
            Queue.getInstance().maintain();

            assertThat(home(jenkins, "anybody"))
                    .contains("No template of the clouds has the label 'debain', and no agent does");
            Queue.getInstance().clear();
        }
    }

    @Test
    void aClusterThatCantBeReached(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            CloudLab.cloud(proxmox, new InProcessConnector());
        }
        WorkflowRun run = waiting(jenkins, "debian");

        jenkins.waitForMessage("[proxmox] No agent yet: the template 'debian' is left alone until ", run);
        assertThat(JenkinsRule.getLog(run))
                .containsPattern("until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC after");
        assertThat(home(jenkins, "anybody")).contains("can't be reached");

        stop(jenkins, run);
    }
}

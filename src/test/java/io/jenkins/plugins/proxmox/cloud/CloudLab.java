package io.jenkins.plugins.proxmox.cloud;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Computer;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.demand.QueueObstacles;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;

/** What tests of clouds need that have agents in their own JVM. */
final class CloudLab {
    private static final int PATIENCE_SECONDS = 180;

    private CloudLab() {}

    /** The cloud {@code pve}, whose only template {@code debian} serves the label of the same name. */
    static ProxmoxCloud cloud(EmbeddedProxmox proxmox, AgentConnector connector) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        ProxmoxTemplate template = new ProxmoxTemplate("debian", "9000");
        template.setLabels("debian");
        template.setConnector(connector);
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setTemplates(List.of(template));
        Jenkins.get().clouds.add(cloud);
        return cloud;
    }

    /** An agent that no build has asked for. */
    static ProxmoxAgent add(ProxmoxCloud cloud) throws Exception {
        return AgentFleet.get().add(cloud, cloud.getTemplates().get(0)).agent().orElseThrow();
    }

    /** One that is online. */
    static ProxmoxAgent online(ProxmoxCloud cloud) throws Exception {
        ProxmoxAgent agent = add(cloud);
        awaitOnline(agent);
        return agent;
    }

    /** Waits until everybody knows that an agent is online. */
    static void awaitOnline(ProxmoxAgent agent) throws Exception {
        get(ExtensionList.lookupSingleton(LastToKnow.class).online(agent.getNodeName()));
    }

    /**
     * Looks at pages, which is quicker without their scripts.
     *
     * @param user null for anybody
     */
    static JenkinsRule.WebClient looking(JenkinsRule jenkins, String user) {
        JenkinsRule.WebClient client =
                jenkins.createWebClient().withJavaScriptEnabled(false).withThrowExceptionOnFailingStatusCode(false);
        return user == null ? client : client.withBasicCredentials(user);
    }

    /** A job whose builds need an agent, and end when the latch is open. */
    static FreeStyleProject job(JenkinsRule jenkins, CountDownLatch end) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get("debian"));
        job.getBuildersList().add(new Wait(end));
        return job;
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The next agent that is removed. */
    static CompletableFuture<Node> nextRemoval() {
        return ExtensionList.lookupSingleton(LastToKnow.Removals.class).next();
    }

    /** Hears after all others of agents that are online for the first time. */
    @Extension(ordinal = -1000)
    public static final class LastToKnow extends ComputerListener {
        private final Map<String, CompletableFuture<Boolean>> online = new ConcurrentHashMap<>();

        CompletableFuture<Boolean> online(String agent) {
            return online.computeIfAbsent(agent, name -> new CompletableFuture<>());
        }

        @Override
        public void onOnline(Computer computer, TaskListener listener) {
            online(computer.getName()).complete(true);
        }

        /** The same for agents that are removed. */
        @Extension(ordinal = -1000)
        public static final class Removals extends NodeListener {
            private final List<CompletableFuture<Node>> awaited = new CopyOnWriteArrayList<>();

            CompletableFuture<Node> next() {
                CompletableFuture<Node> next = new CompletableFuture<>();
                awaited.add(next);
                return next;
            }

            @Override
            protected void onDeleted(Node node) {
                awaited.forEach(it -> it.complete(node));
            }
        }
    }

    /** What a build is told that waits, as soon as it is like that. */
    static CompletableFuture<String> nextObstacle(Predicate<String> wanted) {
        CompletableFuture<String> told = new CompletableFuture<>();
        ExtensionList.lookup(QueueObstacles.Listener.class).add(0, new QueueObstacles.Listener() {
            @Override
            public void waits(Queue.BuildableItem item, List<String> obstacles) {
                obstacles.stream().filter(wanted).forEach(told::complete);
            }
        });
        return told;
    }

    private static final class Wait extends TestBuilder {
        private static final long serialVersionUID = 1L;

        private final transient CountDownLatch end;

        Wait(CountDownLatch end) {
            this.end = end;
        }

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException {
            return end.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}

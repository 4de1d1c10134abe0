package io.jenkins.plugins.proxmox.cloud;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Queue;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.Patience;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.AgentRetention;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.settings.AgentLife;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;

/** A cloud whose agents are in the JVM of the test, and a clock for their age. */
final class LifeLab implements AutoCloseable {
    final EmbeddedProxmox proxmox = EmbeddedProxmox.start();
    private final AtomicLong later = new AtomicLong();

    LifeLab() {
        AgentTime.goBy(() -> System.nanoTime() + later.get());
    }

    /** The cloud {@code pve} with the template {@code debian}. */
    ProxmoxTemplate connect(AgentLife life, Consumer<ProxmoxTemplate> more) throws Exception {
        JenkinsWithProxmox.connect(proxmox);
        ProxmoxTemplate template = new ProxmoxTemplate("debian", "9000");
        template.setLabels("debian");
        template.setConnector(new InProcessConnector());
        template.setLife(life);
        more.accept(template);
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setTemplates(List.of(template));
        Jenkins.get().clouds.add(cloud);
        return template;
    }

    ProxmoxTemplate connect(AgentLife life) throws Exception {
        return connect(life, template -> {});
    }

    static ProxmoxCloud cloud() {
        return Jenkins.get().clouds.get(ProxmoxCloud.class);
    }

    /** An agent that no build has asked for, online. */
    static ProxmoxAgent agent() throws Exception {
        ProxmoxCloud cloud = cloud();
        ProxmoxAgent agent =
                AgentFleet.get().add(cloud, cloud.getTemplates().get(0)).agent().orElseThrow();
        CloudLab.awaitOnline(agent);
        return agent;
    }

    static FreeStyleProject job(JenkinsRule jenkins, Work work) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get("debian"));
        job.getBuildersList().add(new Worker(work));
        return job;
    }

    /** Lets agents grow older; what the controller's clock says stays. */
    void pass(Duration time) {
        later.addAndGet(time.toNanos());
    }

    /** What Jenkins does once a minute. */
    static void check() {
        for (ProxmoxAgent agent : AgentFleet.agents()) {
            agent.computer()
                    .ifPresent(computer -> Queue.withLock(() -> {
                        AgentRetention.INSTANCE.check(computer);
                    }));
        }
    }

    /** Waits until something is so. */
    static void await(Callable<Boolean> condition) throws Exception {
        Patience.await(condition);
    }

    static void awaitAgents(int count) throws Exception {
        try {
            await(() -> AgentFleet.agents().size() == count);
        } catch (AssertionError e) {
            throw new AssertionError(count + " agents were expected, and there are " + describe(), e);
        }
    }

    /** What all agents do at this moment. */
    static List<String> describe() {
        return AgentFleet.agents().stream()
                .map(agent -> agent.getNodeName() + " [" + agent.getLabelString() + "] "
                        + agent.computer()
                                .map(computer -> (computer.isOnline() ? "online" : "offline")
                                        + (computer.isEnding() ? " ending" : "")
                                        + (computer.isIdle() ? " idle" : " busy")
                                        + " ended=" + agent.use().ended() + " "
                                        + agent.use().running()
                                        + " " + computer.stage())
                                .orElse("-"))
                .toList();
    }

    /** Until that many agents are online and idle. */
    static void awaitIdle(int count) throws Exception {
        await(() -> AgentFleet.agents().stream()
                        .flatMap(agent -> agent.computer().stream())
                        .filter(computer -> computer.isOnline() && computer.isIdle() && computer.isAcceptingTasks())
                        .count()
                == count);
    }

    /** Until nothing is left of all agents, neither nodes nor guests, and nobody is about to destroy any. */
    void awaitNothingLeft() throws Exception {
        awaitAgents(0);
        await(() -> guests().isEmpty());
        await(() -> AgentOperation.waitingToBeDestroyed().isEmpty());
    }

    /** The guests of agents. */
    List<EmbeddedGuest> guests() {
        return proxmox.cluster().guests().stream()
                .filter(guest -> guest.name().startsWith("debian-") && !guest.isTemplate())
                .toList();
    }

    EmbeddedGuest guest(ProxmoxAgent agent) {
        return proxmox.cluster()
                .guest(agent.guest().orElseThrow().vmid().number())
                .orElseThrow();
    }

    int tasks(String type) {
        return proxmox.tasks().ofType(type).size();
    }

    @Override
    public void close() {
        AgentTime.goBy(System::nanoTime);
        proxmox.close();
    }

    /** What a build does. */
    interface Work {
        void run(AbstractBuild<?, ?> build) throws Exception;
    }

    private static final class Worker extends TestBuilder {
        private final transient Work work;

        Worker(Work work) {
            this.work = work;
        }

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException, IOException {
            try {
                work.run(build);
                return true;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    /** A build that has ended with success; where it was. */
    static String place(JenkinsRule jenkins, FreeStyleProject job) throws Exception {
        FreeStyleBuild build = job.scheduleBuild2(0).get(2, TimeUnit.MINUTES);
        jenkins.assertBuildStatusSuccess(build);
        return build.getBuiltOnStr();
    }
}

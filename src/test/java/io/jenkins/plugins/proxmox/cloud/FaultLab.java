package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.TaskListener;
import hudson.model.queue.QueueTaskFuture;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.proxmox.Disposals;
import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.demand.QueueObstacles;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.network.AddressRange;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.run.AgentOperation;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;

/** What people are told when something is wrong with agents, and what is left of these. */
final class FaultLab implements AutoCloseable {
    /** Seconds here, for what is to work however slow this machine is. */
    private static final int ENOUGH_TO_START = 90;

    final EmbeddedProxmox proxmox;
    private final JenkinsRule jenkins;
    private final Set<Integer> seeded;
    private final List<ProxmoxComputer> launched = new CopyOnWriteArrayList<>();

    /** For a Jenkins that is connected to this Proxmox VE; minutes of templates are seconds from now on. */
    FaultLab(JenkinsRule jenkins, EmbeddedProxmox proxmox) {
        this.jenkins = jenkins;
        this.proxmox = proxmox;
        AgentTime.startUpBy(Duration.ofSeconds(1));
        jenkins.jenkins.setCrumbIssuer(null);
        seeded = guests().stream().map(EmbeddedGuest::vmid).collect(Collectors.toSet());
        ExtensionList.lookup(ComputerListener.class).add(0, new ComputerListener() {
            @Override
            public void preLaunch(Computer computer, TaskListener listener) {
                launched.add((ProxmoxComputer) computer);
            }
        });
    }

    /** The same with a connection of its own. */
    static FaultLab connect(JenkinsRule jenkins) throws Exception {
        EmbeddedProxmox proxmox = EmbeddedProxmox.start();
        JenkinsWithProxmox.connect(proxmox);
        return new FaultLab(jenkins, proxmox);
    }

    /** The only cloud. Each template has the label that it is called by. */
    ProxmoxCloud cloud(ProxmoxTemplate... templates) throws IOException {
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setTemplates(List.of(templates));
        Jenkins.get().clouds.replaceBy(List.of(cloud));
        return cloud;
    }

    static ProxmoxTemplate template(String name, String source, AgentConnector connector) {
        ProxmoxTemplate template = new ProxmoxTemplate(name, source);
        template.setLabels(name);
        template.setConnector(connector);
        template.setStartupMinutes(ENOUGH_TO_START);
        return template;
    }

    QueueTaskFuture<FreeStyleBuild> queue(String label) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(Label.get(label));
        return job.scheduleBuild2(0);
    }

    void build(String label) throws Exception {
        jenkins.assertBuildStatusSuccess(queue(label).get(2, TimeUnit.MINUTES));
    }

    static ProxmoxCloud cloud() {
        return Jenkins.get().clouds.get(ProxmoxCloud.class);
    }

    static CircuitBreaker breaker(String template) {
        return AgentFleet.get().breakers().of(cloud().getId(), template);
    }

    /** Until agents of the template are made no more, for a reason that has this in it. */
    void awaitBroken(String template, String reason) throws Exception {
        LifeLab.await(() -> !(breaker(template).state() instanceof CircuitBreaker.Closed));
        assertThat(breaker(template).state().toString()).contains(reason);
    }

    /** Where administrators look: in the log of the agent, at the cloud, and at the build that waits. */
    void assertTold(String template, String reason) throws Exception {
        assertThat(launched)
                .as("last lines of the logs of agents")
                .extracting(ProxmoxComputer::stage)
                .anySatisfy(line -> assertThat(line).startsWith("ERROR: ").contains(reason));
        CloudOverview.Template shown = cloud().getOverview().getTemplates().stream()
                .filter(it -> it.name().equals(template))
                .findFirst()
                .orElseThrow();
        assertThat(shown.works()).isFalse();
        assertThat(shown.state()).as("page of the cloud").contains(reason);
        LifeLab.await(() -> Queue.getInstance().getBuildableItems().stream()
                .filter(item -> Label.get(template).equals(item.getAssignedLabel()))
                .flatMap(item -> QueueObstacles.get().reasons(item).stream())
                .anyMatch(text -> text.contains(reason)));
    }

    private List<EmbeddedGuest> guests() {
        return proxmox.cluster().guests();
    }

    /** The guests of agents. */
    List<EmbeddedGuest> newGuests() {
        return guests().stream()
                .filter(guest -> !seeded.contains(guest.vmid()) && !guest.isTemplate())
                .toList();
    }

    /** How many clones were asked for. */
    int clones() {
        return proxmox.requests().count("POST", "/nodes/*/*/*/clone");
    }

    /** Neither nodes nor guests, nor anybody who is still at work on them, nor room that is taken up, nor files. */
    void awaitNothingLeft(String... ranges) throws Exception {
        LifeLab.awaitAgents(0);
        LifeLab.await(() -> {
            Disposals.attempt();
            return newGuests().isEmpty();
        });
        LifeLab.await(() -> Disposals.waiting().isEmpty());
        LifeLab.await(() -> AgentOperation.all().isEmpty() && isEmpty("proxmox-operations") && isEmpty("nodes"));
        LifeLab.await(() -> AgentFleet.get().occupancy().capacity("lab").slots().isEmpty());
        for (String range : ranges) {
            List<AddressRange> addresses = AddressRange.list(range);
            LifeLab.await(() -> AgentFleet.get()
                    .occupancy()
                    .addresses("lab")
                    .obstacle(addresses, Set.of())
                    .isEmpty());
        }
    }

    private static boolean isEmpty(String folder) {
        String[] files = new File(Jenkins.get().getRootDir(), folder).list();
        return files == null || files.length == 0;
    }

    @Override
    public void close() {
        AgentTime.startUpBy(Duration.ofMinutes(1));
        proxmox.close();
    }
}

package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Node;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.OneShotLife;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.placement.Strategy;
import io.jenkins.plugins.proxmox.core.value.SnapshotName;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Where the guests of agents go, when, and what they are like. */
@WithJenkins
class PlacementTest {
    private static final int PLENTY = 600;
    private static final int ENOUGH_TO_START = 20;

    private final List<ProxmoxAgent> agents = new ArrayList<>();
    private FaultLab lab;
    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        lab = FaultLab.connect(rule);
        rule.jenkins.setNumExecutors(0);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static ProxmoxTemplate template(String name, String source, AgentConnector connector) {
        ProxmoxTemplate template = FaultLab.template(name, source, connector);
        template.setStartupMinutes(PLENTY);
        OneShotLife life = new OneShotLife();
        life.setIdleMinutes(PLENTY);
        template.setLife(life);
        return template;
    }

    private static ProxmoxTemplate template(String name, String source) {
        return template(name, source, new InProcessConnector());
    }

    private ProxmoxAgent add(ProxmoxTemplate template) throws Exception {
        ProxmoxAgent agent =
                AgentFleet.get().add(FaultLab.cloud(), template).agent().orElseThrow();
        agents.add(agent);
        return agent;
    }

    private void add(ProxmoxTemplate template, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            add(template);
        }
    }

    private void awaitOnline() throws Exception {
        try {
            for (ProxmoxAgent agent : agents) {
                CloudLab.awaitOnline(agent);
            }
        } catch (TimeoutException e) {
            throw new AssertionError("There are " + LifeLab.describe(), e);
        }
    }

    private void endAll() throws Exception {
        agents.forEach(agent -> agent.computer().orElseThrow().end("a test"));
        agents.clear();
        lab.awaitNothingLeft();
    }

    private EmbeddedGuest guest(ProxmoxAgent agent) {
        return lab.proxmox
                .cluster()
                .guest(agent.guest().orElseThrow().vmid().number())
                .orElseThrow();
    }

    private List<String> nodes() {
        return agents.stream().map(agent -> guest(agent).node()).toList();
    }

    private int tasks(String type) {
        return lab.proxmox.tasks().ofType(type).size();
    }

    private static void awaitWaiting(int count) throws Exception {
        LifeLab.await(() -> AgentFleet.get().clones().waiting() == count);
    }

    @Test
    void clonesTakeTurns() throws Exception {
        ProxmoxTemplate machine = template("machine", "9000");
        ProxmoxTemplate container = template("container", "9001");
        lab.cloud(machine, container);

        Hold clones = lab.proxmox.tasks().hold("qmclone");
        add(machine, 6);
        awaitWaiting(2);
        LifeLab.await(() -> tasks("qmclone") == 4);
        clones.release();
        awaitOnline();
        assertThat(tasks("qmclone")).isEqualTo(6);
        endAll();

        clones = lab.proxmox.tasks().hold("vzclone");
        Hold starts = lab.proxmox.tasks().hold("vzstart");
        add(container, 3);
        awaitWaiting(2);
        LifeLab.await(() -> tasks("vzclone") == 1);
        clones.release();
        // They don't wait for what comes after the cloning of others.
        LifeLab.await(() -> tasks("vzstart") == 3);
        starts.release();
        awaitOnline();
        assertThat(lab.proxmox.requests().count("POST", "/nodes/*/lxc/*/clone"))
                .as("none was refused")
                .isEqualTo(3);
        endAll();
    }

    @Test
    void theStrategyDecidesOnTheNode() throws Exception {
        lab.proxmox
                .cluster()
                .addVirtualMachine("pve2", 9100, "shared")
                .storage("nfs")
                .template();
        lab.proxmox
                .cluster()
                .addVirtualMachine("pve2", 9101, "large")
                .set("cores", "12")
                .storage("nfs")
                .template();
        lab.proxmox.cluster().nodeProcessors("pve1", 8);
        lab.proxmox.cluster().refreshStatistics();
        ProxmoxTemplate template = template("shared", "9100");
        ProxmoxTemplate large = template("large", "9101");
        ProxmoxCloud cloud = lab.cloud(template, large);
        cloud.setStrategy(Strategy.PACK);
        cloud.setNodeLimit(3);

        for (int i = 0; i < 4; i++) {
            CloudLab.awaitOnline(add(template));
        }
        assertThat(nodes()).containsExactly("pve1", "pve1", "pve1", "pve2");
        endAll();

        CloudLab.awaitOnline(add(large));
        assertThat(nodes()).as("the only one with 12 processors").containsExactly("pve2");
        endAll();

        cloud.setStrategy(Strategy.SPREAD);
        for (int i = 0; i < 2; i++) {
            CloudLab.awaitOnline(add(template));
        }
        assertThat(nodes()).containsExactlyInAnyOrder("pve1", "pve2");
        endAll();
    }

    /** Answers can take long, and whoever asks meanwhile is not to be told the same. */
    @Test
    void agentsThatArePlacedAtTheSameTimeCount() throws Exception {
        lab.proxmox
                .cluster()
                .addVirtualMachine("pve2", 9100, "shared")
                .storage("nfs")
                .template();
        lab.proxmox.cluster().refreshStatistics();
        ProxmoxTemplate template = template("shared", "9100");
        lab.cloud(template).setStrategy(Strategy.SPREAD);
        CountDownLatch answer = new CountDownLatch(1);
        lab.proxmox.requests().listen(request -> {
            if (request.method().equals("GET") && request.path().equals("/nodes/pve2/qemu/9100/config")) {
                await(answer);
            }
        });
        int before = lab.proxmox.requests().count("GET", "/cluster/resources");

        add(template, 3);
        LifeLab.await(() -> lab.proxmox.requests().count("GET", "/cluster/resources") >= before + 3);
        answer.countDown();
        awaitOnline();

        assertThat(nodes()).contains("pve1", "pve2");
        endAll();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void guestsAreWhatTheirTemplatesSay() throws Exception {
        lab.proxmox
                .cluster()
                .guest(9000)
                .orElseThrow()
                .set("sockets", "2")
                .set("memory", "2048")
                .set("balloon", "1024")
                .set("net1", "virtio=BC:24:11:00:00:01,bridge=vmbr0");
        lab.proxmox
                .cluster()
                .guest(9001)
                .orElseThrow()
                .set("net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=10.0.0.5/24,type=veth");
        Map<String, String> reached = new ConcurrentHashMap<>();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"))) {
            InProcessConnector reaching = InProcessConnector.plan("reaching", connecting -> {
                guest(InProcessConnector.agent(connecting))
                        .inside()
                        .addresses(0, "127.0.2.5/8")
                        .addresses(1, "127.0.3.5/8");
                reached.put(
                        InProcessConnector.agent(connecting).getTemplate().getName(),
                        connecting.reach(server.getLocalPort()));
            });
            ProxmoxTemplate six = template("six", "9000");
            six.setNetwork(network("2001:db8::100-2001:db8::1ff/64", null));
            six.getNetwork().setGateway6("2001:db8::1");
            six.getNetwork().setNameserver("192.0.2.53");
            six.getNetwork().setSearchDomain("ci.example.com, example.com");
            ProxmoxTemplate hardware = template("hardware", "9000");
            hardware.setHardware(new AgentHardware());
            hardware.getHardware().setCores(4);
            hardware.getHardware().setMemory(512);
            ProxmoxTemplate copy = template("copy", "101");
            copy.setFull(true);
            copy.setSnapshot("clean");
            ProxmoxTemplate nic = template("nic", "9000", reaching);
            nic.setNetwork(network(null, "net1 127.0.0.0/8"));
            ProxmoxTemplate subnet = template("subnet", "9000", reaching);
            subnet.setNetwork(network(null, "127.0.2.0/24"));
            ProxmoxTemplate family = template("family", "9000", reaching);
            family.setNetwork(network(null, "ipv6-only fd00::/8"));
            family.setStartupMinutes(ENOUGH_TO_START);
            ProxmoxTemplate fixed = template("fixed", "9001");
            fixed.setNetwork(network("auto", null));
            ProxmoxTemplate anything = template("anything", "9000");
            anything.setLabels("");
            anything.setMode(Node.Mode.NORMAL);
            ProxmoxCloud cloud = lab.cloud(six, hardware, copy, nic, subnet, family, fixed, anything);
            cloud.open()
                    .runner()
                    .cluster()
                    .guests()
                    .get("web")
                    .snapshots()
                    .take(new SnapshotName("clean"), Optional.empty())
                    .await(Duration.ofMinutes(1));

            add(six);
            add(six);
            add(hardware);
            add(copy);
            add(nic);
            add(subnet);
            awaitOnline();
            // Not while the machine starts all the others: this one's time runs out, but not before it has started.
            AgentFleet.get().add(FaultLab.cloud(), family);
            AgentFleet.get().add(FaultLab.cloud(), fixed);
            lab.awaitBroken("family", "asked for is ipv6-only fd00::/8");
            lab.awaitBroken("fixed", "has the fixed address 10.0.0.5 (net0)");

            assertThat(agents.subList(0, 2))
                    .extracting(agent -> guest(agent).config().get("ipconfig0"))
                    .containsExactlyInAnyOrder(
                            "ip6=2001:db8::100/64,gw6=2001:db8::1", "ip6=2001:db8::101/64,gw6=2001:db8::1");
            assertThat(guest(agents.get(0)).config())
                    .containsEntry("nameserver", "192.0.2.53")
                    .containsEntry("searchdomain", "ci.example.com example.com");
            assertThat(guest(agents.get(2)).config())
                    .containsEntry("cores", "4")
                    .containsEntry("sockets", "1")
                    .containsEntry("memory", "512")
                    .containsEntry("balloon", "512");
            assertThat(guest(agents.get(3)).snapshots()).isEmpty();
            assertThat(lab.proxmox.requests().matching("POST", "/nodes/pve1/qemu/101/clone"))
                    .extracting(call -> call.parameter("snapname").orElse("")
                            + call.parameter("full").orElse(""))
                    .containsExactly("clean1");
            assertThat(reached).containsOnly(Map.entry("nic", "127.0.3.5"), Map.entry("subnet", "127.0.2.5"));
        }
        endAll();

        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setAssignedLabel(null);
        FreeStyleBuild build = job.scheduleBuild2(0).get(2, TimeUnit.MINUTES);
        jenkins.assertBuildStatusSuccess(build);
        assertThat(build.getBuiltOnStr()).startsWith("anything-");
        lab.awaitNothingLeft();
    }

    private static AgentNetwork network(String ipv6, String address) {
        AgentNetwork network = new AgentNetwork();
        network.setIpv6(ipv6);
        network.setAddress(address);
        return network;
    }
}

package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Node;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.GuestPlan;
import io.jenkins.plugins.proxmox.cloud.agent.NodeRoom;
import io.jenkins.plugins.proxmox.cloud.demand.QueueObstacles;
import io.jenkins.plugins.proxmox.cloud.demand.QueueReview;
import io.jenkins.plugins.proxmox.cloud.settings.AgentTime;
import io.jenkins.plugins.proxmox.cloud.settings.CloudSettings;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Nodes that have as many guests as they may. Builds wait until one of these is gone; Jenkins never looks by itself. */
@WithJenkins
class NodeLimitTest {
    private static final String FULL =
            "no node has room for a guest of the template 'debian': pve1 has its guest; pve2 has its guest";

    private final Map<String, Integer> most = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private DemandLab lab;

    /** How many agents were begun, with or without success. */
    @TestExtension
    public static final class Begun extends NodeListener {
        static final AtomicInteger COUNT = new AtomicInteger();

        @Override
        protected void onCreated(Node node) {
            COUNT.incrementAndGet();
        }
    }

    @BeforeAll
    static void stopTicks() {
        DemandLab.withoutTicks();
    }

    @AfterAll
    static void startTicks() {
        DemandLab.withTicks();
    }

    @BeforeEach
    void start(JenkinsRule jenkins) throws Exception {
        Begun.COUNT.set(0);
        lab = new DemandLab(jenkins);
        // Volumes of a local storage can be cloned on their own node only.
        lab.proxmox.cluster().addVirtualMachine("pve2", 9002, "debian-12").template();
        lab.proxmox.requests().listen(request -> {
            guests().stream()
                    .collect(Collectors.groupingBy(EmbeddedGuest::node, Collectors.counting()))
                    .forEach((node, count) -> most.merge(node, count.intValue(), Math::max));
            failures();
        });
    }

    @AfterEach
    void stop() {
        AgentTime.goBy(System::nanoTime);
        lab.close();
    }

    private List<EmbeddedGuest> guests() {
        return lab.guests().stream().filter(guest -> !guest.isTemplate()).toList();
    }

    private void failures() {
        CloudSettings.all(Jenkins.get())
                .flatMap(cloud -> cloud.getTemplates().stream()
                        .map(it -> AgentFleet.get()
                                .breakers()
                                .of(cloud.getId(), it.getName())
                                .state()))
                .filter(state -> !(state instanceof CircuitBreaker.Closed))
                .forEach(state -> failures.add(state.toString()));
    }

    private static ProxmoxTemplate template(String name, String nodes) {
        ProxmoxTemplate template = new ProxmoxTemplate(name, "debian-12");
        template.setLabels(name);
        template.setConnector(new InProcessConnector());
        template.setNodes(nodes);
        return template;
    }

    private static List<String> obstacles(String label) {
        return QueueObstacles.get().all().getOrDefault(label, List.of());
    }

    private void assertGuests(int count) throws Exception {
        LifeLab.awaitAgents(0);
        LifeLab.await(() -> guests().isEmpty());
        failures();
        assertThat(failures).isEmpty();
        assertThat(lab.clones()).isEqualTo(count);
        assertThat(most.values()).containsOnly(1);
    }

    @Test
    void buildsThatWaitForRoomOnANodeHaveItAsSoonAsItIsThere() throws Exception {
        DemandLab.cloud(template("debian", null)).setNodeLimit(1);
        DemandLab.Builds first = lab.new Builds(3).queue("debian").queue("debian");
        LifeLab.await(() -> first.places.size() == 2);
        DemandLab.Builds others = lab.new Builds(1);
        for (int i = 0; i < 4; i++) {
            others.queue("debian");
        }

        LifeLab.await(() -> obstacles("debian").equals(List.of(FULL)));
        assertThat(Begun.COUNT.get()).as("agents for builds that have to wait").isEqualTo(2);
        first.end();
        others.awaitSuccess();

        assertGuests(6);
        assertThat(Begun.COUNT.get()).isEqualTo(6);
    }

    /** Nobody knows yet where they can go. */
    @Test
    void aRushOfBuildsBeginsNoAgentInVain() throws Exception {
        DemandLab.cloud(template("debian", null)).setNodeLimit(1);
        DemandLab.Builds builds = lab.new Builds(1);
        for (int i = 0; i < 6; i++) {
            builds.queue("debian");
        }

        assertThat(builds.awaitSuccess()).doesNotHaveDuplicates();
        assertGuests(6);
        assertThat(Begun.COUNT.get()).isEqualTo(6);
    }

    /** Both are there before either of them has seen the cluster. */
    @Test
    void whoComesSecondToTheLastRoomOfANodeIsWithdrawnAndComesBack() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger looks = new AtomicInteger();
        lab.proxmox.requests().listen(request -> {
            if (request.path().equals("/cluster/resources") && looks.incrementAndGet() <= 2) {
                try {
                    both.await(1, TimeUnit.MINUTES);
                } catch (Exception e) {
                    failures.add(e.toString());
                }
            }
        });
        DemandLab.cloud(template("one", "pve1"), template("two", "pve1")).setNodeLimit(1);
        DemandLab.Builds builds = lab.new Builds(2).queue("one").queue("two");

        LifeLab.await(() -> builds.places.size() == 1);
        LifeLab.await(() -> Stream.of("one", "two")
                .anyMatch(it -> obstacles(it)
                        .equals(List.of(
                                "no node has room for a guest of the template '" + it + "': pve1 has its guest"))));
        LifeLab.awaitAgents(1);
        builds.end();

        assertThat(builds.awaitSuccess()).hasSize(2);
        assertGuests(2);
        assertThat(Begun.COUNT.get()).isEqualTo(3);
    }

    @Test
    void aNodeThatComesBackIsSeenWhileBuildsWait() throws Exception {
        AtomicLong later = new AtomicLong();
        AgentTime.goBy(() -> System.nanoTime() + later.get());
        DemandLab.cloud(template("debian", null)).setNodeLimit(1);
        lab.proxmox.cluster().nodeOffline("pve2");
        DemandLab.Builds builds = lab.new Builds(2).queue("debian").queue("debian");
        LifeLab.await(() -> obstacles("debian")
                .equals(List.of("no node has room for a guest of the template 'debian': pve1 has its guest; pve2 is"
                        + " offline")));
        LifeLab.await(() -> builds.places.size() == 1);

        lab.proxmox.cluster().nodeOnline("pve2");
        later.addAndGet(Duration.ofMinutes(1).toNanos());
        QueueReview.soon();

        assertThat(builds.awaitSuccess()).doesNotHaveDuplicates();
        assertGuests(2);
        assertThat(Begun.COUNT.get()).isEqualTo(2);
    }

    @Test
    void aGuestInTheMakingCountsForItsNodeAfterARestart() throws Exception {
        DemandLab.cloud(template("debian", "pve1")).setNodeLimit(1);
        try (Hold clones = lab.proxmox.tasks().hold("qmclone")) {
            lab.new Builds(1).queue("debian");
            clones.awaitTask();
            assertThat(new AgentFleet().occupancy().capacity("lab").onNodes()).isEqualTo(Map.of("pve1", 1));
        }
        assertGuests(1);
    }

    @Test
    void aGuestThatIsBeingDestroyedCountsForItsNodeAfterARestart() throws Exception {
        ProxmoxCloud cloud = DemandLab.cloud(template("debian", "pve2"));
        cloud.setNodeLimit(1);
        try (Hold end = lab.proxmox.tasks().hold("qmdestroy")) {
            lab.new Builds(1).queue("debian").awaitSuccess();
            end.awaitTask();
            LifeLab.awaitAgents(0);
            AgentFleet fleet = new AgentFleet();
            NodeRoom room = fleet.room("lab");
            NodeRoom.Plan plan = room.plan(
                    cloud.open().runner().cluster(),
                    GuestPlan.wish(cloud.getTemplates().get(0)),
                    cloud.getStrategy(),
                    OptionalInt.of(1),
                    Map.of());

            assertThat(plan.clones().choices()).isEmpty();
            assertThat(plan.limited()).isTrue();
            assertThat(fleet.occupancy().capacity("lab").onNodes()).isEqualTo(Map.of("pve2", 1));
        }
        assertGuests(1);
    }
}

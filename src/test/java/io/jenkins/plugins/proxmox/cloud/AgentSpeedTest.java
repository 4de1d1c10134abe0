package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Node;
import io.jenkins.plugins.proxmox.cloud.demand.QueueDemand;
import io.jenkins.plugins.proxmox.cloud.demand.QueueReview;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.embedded.RecordedRequest;
import io.jenkins.plugins.proxmox.embedded.task.Hold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** That nobody waits for a tick of Jenkins, which never comes here, and that there are as many guests as builds. */
@WithJenkins
class AgentSpeedTest {
    private static final int BUILDS = 6;

    private DemandLab lab;

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
        lab = new DemandLab(jenkins);
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void everyBuildHasItsOwnGuestAtOnceAndNoneIsOneTooMany() throws Exception {
        Queue<String> unknown = new ConcurrentLinkedQueue<>();
        lab.proxmox
                .requests()
                .listen(request -> cloneName(request)
                        .filter(name -> Jenkins.get().getNode(name) == null)
                        .forEach(unknown::add));
        DemandLab.cloud(DemandLab.template("debian", "debian"));
        DemandLab.Builds builds = lab.new Builds(BUILDS);
        try (Hold clones = lab.proxmox.tasks().hold("qmclone")) {
            for (int i = 0; i < BUILDS; i++) {
                builds.queue("debian");
            }
            // Without a guest, each has an agent.
            LifeLab.awaitAgents(BUILDS);
            clones.awaitTask();
        }

        assertThat(builds.awaitSuccess()).doesNotHaveDuplicates().hasSize(BUILDS);
        lab.awaitNothingLeft();
        assertThat(lab.clones()).isEqualTo(BUILDS);
        assertThat(unknown).as("guests without a node").isEmpty();
    }

    private static Stream<String> cloneName(RecordedRequest request) {
        return request.path().endsWith("/clone") ? request.parameter("name").stream() : Stream.empty();
    }

    @Test
    void aTemplateThatHasFailedIsTriedAgainOnceItMayBe() throws Exception {
        DemandLab.cloud(DemandLab.template("debian", "debian"));
        lab.proxmox.faults().task("qmclone").times(1).fails("unable to create image: got lock timeout");

        assertThat(lab.new Builds(1).queue("debian").awaitSuccess()).hasSize(1);
        lab.awaitNothingLeft();
    }

    @Test
    void buildsThatWaitForRoomHaveItAsSoonAsItIsThere() throws Exception {
        DemandLab.cloud(DemandLab.template("debian", "debian")).setLimit(2);
        Queue<Integer> counts = new ConcurrentLinkedQueue<>();
        lab.proxmox.requests().listen(request -> counts.add(lab.guests().size()));
        DemandLab.Builds builds = lab.new Builds(1);
        for (int i = 0; i < BUILDS; i++) {
            builds.queue("debian");
        }

        assertThat(builds.awaitSuccess()).doesNotHaveDuplicates();
        lab.awaitNothingLeft();
        assertThat(Collections.max(counts)).isLessThanOrEqualTo(2);
        assertThat(lab.clones()).isEqualTo(BUILDS);
    }

    @Test
    void agentsThatSeveralLabelsFitAreCountedOnceWheneverTheyComeOnline() throws Exception {
        DemandLab.cloud(
                DemandLab.template("one", "a"),
                DemandLab.template("two", "a b"),
                DemandLab.template("three", "b c"),
                DemandLab.template("four", "c"));
        List<String> labels = new ArrayList<>(List.of("a", "a&&b", "b", "b||c", "c", "a||c", "b&&!a", "a"));
        int rounds = 3;
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(labels, new Random(round));
            DemandLab.Builds builds = lab.new Builds(labels.size());
            for (String label : labels) {
                builds.queue(label);
                if (round > 0) {
                    QueueReview.soon();
                }
            }
            assertThat(builds.awaitSuccess()).doesNotHaveDuplicates();
            lab.awaitNothingLeft();
        }
        assertThat(lab.clones()).isEqualTo(rounds * labels.size());
    }

    /** Both builds can use the first agent by name, and only one of them the other. */
    @Test
    void whichBuildIsAskedFirstMakesNoGuestMore() throws Exception {
        CountDownLatch online = new CountDownLatch(1);
        ProxmoxTemplate narrow = DemandLab.template("z-narrow", "a");
        ProxmoxTemplate wide = DemandLab.template("a-wide", "a b");
        narrow.setConnector(InProcessConnector.waiting("narrow", online));
        wide.setConnector(InProcessConnector.waiting("wide", online));
        DemandLab.cloud(narrow, wide);
        DemandLab.Builds builds = lab.new Builds(3).queue("a");
        LifeLab.awaitAgents(1);
        builds.queue("b");
        LifeLab.awaitAgents(2);
        builds.queue("b");
        LifeLab.awaitAgents(3);
        online.countDown();

        assertThat(new HashSet<>(builds.awaitSuccess())).hasSize(3);
        lab.awaitNothingLeft();
        assertThat(lab.clones()).isEqualTo(3);
    }

    /** The first of the builds could use the agent, too, and would be the first to get it. */
    @Test
    void anAgentIsLeftToTheBuildThatCanUseNoOther() throws Exception {
        CountDownLatch narrowOnline = new CountDownLatch(1);
        CountDownLatch wideOnline = new CountDownLatch(1);
        ProxmoxTemplate narrow = DemandLab.template("narrow", "a");
        ProxmoxTemplate wide = DemandLab.template("wide", "a b");
        narrow.setConnector(InProcessConnector.waiting("narrow-first", narrowOnline));
        wide.setConnector(InProcessConnector.waiting("wide-first", wideOnline));
        DemandLab.cloud(narrow, wide);
        DemandLab.Builds first = lab.new Builds(1).queue("a");
        LifeLab.awaitAgents(1);
        DemandLab.Builds second = lab.new Builds(1).queue("a&&b");
        LifeLab.awaitAgents(2);

        wideOnline.countDown();
        assertThat(second.awaitSuccess()).singleElement().asString().startsWith("wide-");
        assertThat(first.places).isEmpty();
        narrowOnline.countDown();
        assertThat(first.awaitSuccess()).singleElement().asString().startsWith("narrow-");
        lab.awaitNothingLeft();
        assertThat(lab.clones()).isEqualTo(2);
    }

    /** A build that its own node must not run would have all guests made that there may be. */
    @Test
    void whatNoAgentMayRunHasOneAtMost() throws Exception {
        ProxmoxTemplate template = DemandLab.template("debian", "debian");
        template.setNodeProperties(List.of(new RefusingProperty()));
        DemandLab.cloud(template).setLimit(4);
        lab.new Builds(1).queue("debian");
        LifeLab.awaitIdle(1);
        for (int i = 0; i < 3; i++) {
            assertThat(QueueDemand.unmet(Label.get("debian"))).isZero();
        }
        assertThat(Jenkins.get().getNodes()).extracting(Node::getNodeName).hasSize(1);
        Jenkins.get().getQueue().clear();
    }
}

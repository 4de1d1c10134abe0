package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.AgentOwner;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.ReusableLife;
import io.jenkins.plugins.proxmox.cloud.sweep.DuplicateControllerMonitor;
import io.jenkins.plugins.proxmox.cloud.sweep.Sweeper;
import io.jenkins.plugins.proxmox.cloud.sweep.Sweeps;
import io.jenkins.plugins.proxmox.core.network.InterfaceAddress;
import io.jenkins.plugins.proxmox.core.ownership.Mark;
import io.jenkins.plugins.proxmox.core.placement.Slot;
import io.jenkins.plugins.proxmox.core.value.VmId;
import io.jenkins.plugins.proxmox.embedded.EmbeddedGuest;
import io.jenkins.plugins.proxmox.run.ControllerIdentity;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.resourcedisposer.AsyncResourceDisposer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Guests that nobody sees to any more, and some of another controller. */
@WithJenkins
class SweeperTest {
    private static final Duration GRACE = Duration.ofMinutes(31);
    private static final String OWNER = "agent/pve/debian/debian-x/";

    private final LifeLab lab = new LifeLab();
    private JenkinsRule jenkins;
    private DuplicateControllerMonitor monitor;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        ReusableLife life = new ReusableLife();
        life.setIdleMinutes(null);
        // Whoever looks for newer templates asks, too.
        lab.connect(life, template -> template.setReplaceOutdated(false));
        monitor =
                Jenkins.get().getExtensionList(DuplicateControllerMonitor.class).get(0);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private EmbeddedGuest guest(int vmid, String controller, String owner) {
        Mark mark = new Mark(controller, new VmId(vmid), "operation-" + vmid, owner, Optional.empty());
        return lab.proxmox
                .cluster()
                .addVirtualMachine("pve1", vmid, "left-" + vmid)
                .tags("jenkins")
                .description("by hand\n\n" + mark);
    }

    private void leave(int vmid) {
        guest(vmid, ControllerIdentity.id(), OWNER);
    }

    private boolean isThere(int vmid) {
        return lab.proxmox.cluster().guest(vmid).isPresent();
    }

    private void sweepLater() {
        lab.pass(GRACE);
        Sweeper.get().sweep();
    }

    @Test
    void whatAnEarlierLifeHasLeftIsRemovedAfterAWhile() throws Exception {
        ProxmoxAgent agent = LifeLab.agent();
        leave(500);
        guest(501, "another", OWNER);
        guest(502, ControllerIdentity.id(), "job/x/1");
        guest(503, ControllerIdentity.id(), OWNER).protectedGuest();

        Sweeper.get().sweep();
        assertThat(isThere(500)).isTrue();
        assertThat(slots()).containsExactlyInAnyOrder(agent.operation(), "operation-500");

        sweepLater();
        LifeLab.await(() -> !isThere(500));
        sweepLater();
        assertThat(List.of(501, 502, 503)).allMatch(this::isThere);
        assertThat(lab.guest(agent).status()).isEqualTo("running");
        assertThat(monitor.isActivated()).isFalse();
        LifeLab.await(() -> AgentFleet.get().occupancy().capacity("lab").slots().size() == 1);
    }

    @Test
    void aRunCostsOneCall() throws Exception {
        LifeLab.agent();
        lab.proxmox.requests().clear();

        Sweeper.get().sweep();
        Sweeper.get().sweep();

        assertThat(lab.proxmox.requests().all()).hasSize(2);
        assertThat(lab.proxmox.requests().count("GET", "/cluster/resources")).isEqualTo(2);
    }

    @Test
    void withTheSwitchOffNothingIsSwept() {
        System.setProperty(Sweeper.SWITCH, "false");
        try {
            lab.proxmox.requests().clear();
            Sweeper.get().execute(hudson.model.TaskListener.NULL);
            assertThat(lab.proxmox.requests().all()).isEmpty();
        } finally {
            System.clearProperty(Sweeper.SWITCH);
        }
    }

    /** As one that was restored from a backup of it. */
    @Test
    void aGuestOfAnAgentOfThisLifeIsNoOtherControllers() throws Exception {
        Sweeper.get().sweep();
        ProxmoxAgent agent = LifeLab.agent();
        int vmid = lab.guest(agent).vmid();
        String description = lab.guest(agent).config().get("description");
        agent.computer().orElseThrow().end("a test");
        lab.awaitNothingLeft();
        LifeLab.await(() -> AgentFleet.get().occupancy().capacity("lab").slots().isEmpty());

        lab.proxmox
                .cluster()
                .addVirtualMachine("pve1", vmid, "restored")
                .tags("jenkins")
                .description(description);
        Sweeper.get().sweep();
        assertThat(monitor.isActivated()).isFalse();

        sweepLater();
        LifeLab.await(() -> !isThere(vmid));
    }

    @Test
    void nothingIsRemovedWhileAnotherControllerIsSuspected() throws Exception {
        leave(500);
        Sweeper.get().sweep();
        leave(505);

        sweepLater();
        sweepLater();
        assertThat(isThere(500)).isTrue();
        assertThat(isThere(505)).isTrue();
        assertThat(monitor.isActivated()).isTrue();
        assertThat(monitor.getGuests()).containsExactly("lab: 505");
        assertThat(new Sweeps(GRACE, System::nanoTime).suspectsOf("lab")).hasSize(1);

        post("keep", "admin", 200);
        assertThat(monitor.isActivated()).isFalse();
        Sweeper.get().sweep();
        sweepLater();
        LifeLab.await(() -> !isThere(500));
        sweepLater();
        assertThat(isThere(505)).isTrue();
    }

    @Test
    void anAdministratorCanHaveThemRemoved() throws Exception {
        Sweeper.get().sweep();
        leave(505);
        Sweeper.get().sweep();

        post("remove", "somebody", 403);
        assertThat(monitor.isActivated()).isTrue();
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            client.login("admin");
            assertThat(client.goTo("manage/" + monitor.getUrl() + "/remove", null)
                            .getWebResponse()
                            .getStatusCode())
                    .isIn(404, 405);
            assertThat(client.goTo("manage/").asNormalizedText()).contains("lab: 505");
        }
        assertThat(monitor.isActivated()).isTrue();

        post("remove", "admin", 200);
        Sweeper.get().sweep();
        assertThat(isThere(505)).isTrue();
        sweepLater();
        LifeLab.await(() -> !isThere(505));
    }

    private void post(String button, String user, int status) throws Exception {
        Jenkins.get().setSecurityRealm(jenkins.createDummySecurityRealm());
        Jenkins.get()
                .setAuthorizationStrategy(new MockAuthorizationStrategy()
                        .grant(Jenkins.ADMINISTER)
                        .everywhere()
                        .to("admin")
                        .grant(Jenkins.READ, Jenkins.MANAGE)
                        .everywhere()
                        .to("somebody"));
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            client.login(user);
            URL url = client.createCrumbedUrl(monitor.getUrl() + "/" + button);
            assertThat(client.getPage(new WebRequest(url, HttpMethod.POST))
                            .getWebResponse()
                            .getStatusCode())
                    .isEqualTo(status);
        }
    }

    @Test
    void nothingIsRemovedThatCanNotBeLookedAt() throws Exception {
        ProxmoxAgent agent = LifeLab.agent();
        leave(500);
        Sweeper.get().sweep();
        lab.proxmox.faults().call("GET", "/nodes/*/qemu/500/config").always().answer(500, "got timeout");
        sweepLater();
        lab.proxmox.faults().call("*", "/**").always().answer(595, "No route to host");
        sweepLater();
        assertThat(isThere(500)).isTrue();
        assertThat(agent.computer().orElseThrow().isEnding()).isFalse();
        assertThat(monitor.isActivated()).isFalse();
        lab.proxmox.faults().clear();
        sweepLater();
        LifeLab.await(() -> !isThere(500));
    }

    @Test
    void nothingIsRemovedWhileMostNodesAreAway() throws Exception {
        leave(500);
        Sweeper.get().sweep();
        lab.proxmox.cluster().nodeOffline("pve2");

        sweepLater();
        sweepLater();
        assertThat(isThere(500)).isTrue();

        lab.proxmox.cluster().nodeOnline("pve2");
        sweepLater();
        LifeLab.await(() -> !isThere(500));
    }

    /** As an administrator does who takes a guest off the list of those to be destroyed, and destroys it by hand. */
    @Test
    void whatNobodyIsToldOfDoesNotTakeUpRoomForEver() throws Exception {
        ProxmoxAgent staying = LifeLab.agent();
        ProxmoxAgent agent = LifeLab.agent();
        int vmid = lab.guest(agent).vmid();
        lab.proxmox.faults().task("qmdestroy").always().fails("unable to remove volume");
        agent.computer().orElseThrow().end("a test");
        LifeLab.awaitAgents(1);
        LifeLab.await(() -> lab.tasks("qmdestroy") > 0);
        AsyncResourceDisposer.get().reset();

        Sweeper.get().sweep();
        sweepSoon();
        assertThat(isThere(vmid)).isTrue();
        assertThat(slots()).contains(agent.operation());

        lab.proxmox.cluster().removeGuest(vmid);
        sweepSoon();
        assertThat(slots()).contains(agent.operation());
        sweepSoon();
        assertThat(slots()).containsExactly(staying.operation());
    }

    @Test
    void whatWasLeftBehindTakesUpRoomUntilItIsGone() throws Exception {
        ProxmoxCloud cloud = LifeLab.cloud();
        ProxmoxTemplate template = cloud.getTemplates().get(0);
        AgentNetwork network = new AgentNetwork();
        network.setIpv4("10.7.0.10-10.7.0.11/24");
        template.setNetwork(network);
        template.setLimit(2);
        InterfaceAddress address = InterfaceAddress.find("10.7.0.10/24").orElseThrow();
        AgentOwner owner = new AgentOwner(cloud.getId(), "debian", "debian-x", List.of(address));
        guest(500, ControllerIdentity.id(), owner.toString());

        Sweeper.get().sweep();
        ProxmoxAgent agent = LifeLab.agent();
        assertThat(address(agent)).isEqualTo("10.7.0.11");
        assertThat(AgentFleet.get().add(cloud, template).obstacle()).contains("has its 2 guests");

        lab.proxmox.cluster().removeGuest(500);
        sweepSoon();
        sweepSoon();
        assertThat(slots()).containsExactly(agent.operation());
        assertThat(address(LifeLab.agent())).isEqualTo("10.7.0.10");
    }

    private static String address(ProxmoxAgent agent) {
        return AgentFleet.get()
                .occupancy()
                .addresses("lab")
                .of(agent.operation())
                .get(0)
                .address();
    }

    private void sweepSoon() {
        lab.pass(Duration.ofMinutes(5));
        Sweeper.get().sweep();
    }

    private static List<String> slots() {
        return AgentFleet.get().occupancy().capacity("lab").slots().stream()
                .map(Slot::id)
                .toList();
    }
}

package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.TaskListener;
import hudson.plugins.sshslaves.verifiers.HostKey;
import hudson.plugins.sshslaves.verifiers.ManuallyTrustedKeyVerificationStrategy;
import hudson.plugins.sshslaves.verifiers.NonVerifyingKeyVerificationStrategy;
import hudson.plugins.sshslaves.verifiers.SshHostKeyVerificationStrategy;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ConnectingAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxComputer;
import io.jenkins.plugins.proxmox.cloud.connector.Connecting;
import io.jenkins.plugins.proxmox.cloud.connector.HostKeyVerification;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What can be known before is said before a guest is made, and what is not needed is not asked for. */
@WithJenkins
class ConnectorCheckTest {
    /** The only user whose home is not beside those of the others. */
    private static final String ROOT = "root";

    @TempDir
    private Path folder;

    private static String failure(ProxmoxCloud cloud) throws Exception {
        CloudLab.add(cloud);
        LifeLab.awaitAgents(0);
        return cloud.getOverview().getTemplates().get(0).state();
    }

    @Test
    void whatJenkinsLacksIsToldBeforeAGuestIsMade(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            InboundConnector tcp = new InboundConnector();
            tcp.setWebSocket(false);
            jenkins.jenkins.setSlaveAgentPort(-1);
            assertThat(failure(CloudLab.cloud(proxmox, tcp)))
                    .contains("after a failure: Jenkins has no TCP port for inbound agents; open one under");

            Jenkins.get().clouds.clear();
            AgentFleet.get().breakers().of("pve", "debian").reset();
            JenkinsLocationConfiguration.get().setUrl("");
            assertThat(failure(CloudLab.cloud(proxmox, new InboundConnector())))
                    .contains("Nobody has told Jenkins its own URL, which agents connect to");

            assertThat(proxmox.tasks().ofType("qmclone")).isEmpty();
        }
    }

    @Test
    void aVmThatCanNotTellItsAddressIsNotCloned(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            proxmox.cluster().guest(9000).orElseThrow().withoutGuestAgentDevice();

            assertThat(failure(CloudLab.cloud(proxmox, new SshConnector())))
                    .contains("debian-12 (9000) has not enabled the guest agent, which tells the addresses");
            assertThat(proxmox.tasks().ofType("qmclone")).isEmpty();
        }
    }

    /** The key is in the template, as it has to be in that of a container. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void credentialsNeedNoCloudInit(JenkinsRule jenkins) throws Exception {
        try (AgentLab lab = AgentLab.start(jenkins, folder)) {
            lab.guest(9000).set("ide2", "none,media=cdrom");
            SshConnector connector = new SshConnector();
            connector.setCredentialsId(AgentLab.CREDENTIALS);
            ProxmoxTemplate template = new ProxmoxTemplate("debian", "9000");
            template.setRemoteRoot(lab.machines().remoteFs());
            template.setConnector(connector);
            ProxmoxCloud cloud = new ProxmoxCloud("pve");
            cloud.setTemplates(List.of(template));
            Jenkins.get().clouds.add(cloud);

            ProxmoxAgent agent = CloudLab.online(cloud);

            assertThat(lab.guest(agent.guest().orElseThrow().vmid().number()).config())
                    .doesNotContainKey("sshkeys")
                    .doesNotContainKey("ciuser");
            agent.terminate();
            assertThat(lab.awaitNothingLeft()).isTrue();
        }
    }

    /** Nobody knows whose server it is that is connected to for the first time. */
    @Test
    void noPasswordIsForServersThatNobodyVerifies(JenkinsRule jenkins) throws Exception {
        addPassword(jenkins);
        SshConnector connector = new SshConnector();
        connector.setCredentialsId("login");
        connector.check(connector.usualRemoteRoot());
        connector.setHostKeyVerification(new ManuallyTrustedKeyVerificationStrategy(true));
        connector.check(connector.usualRemoteRoot());
        for (SshHostKeyVerificationStrategy strategy :
                List.of(new NonVerifyingKeyVerificationStrategy(), new ManuallyTrustedKeyVerificationStrategy(false))) {
            connector.setHostKeyVerification(strategy);
            assertThatThrownBy(() -> connector.check(connector.usualRemoteRoot()))
                    .hasMessageContaining("hostKeyVerification: A password is not sent to a server whose host key");
        }
        connector.setCredentialsId(null);
        connector.check(connector.usualRemoteRoot());

        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            SshConnector usual = new SshConnector();
            usual.setCredentialsId("login");
            ProxmoxTemplate container = new ProxmoxTemplate("container", "9001");
            container.setConnector(usual);
            ProxmoxCloud cloud = CloudLab.cloud(proxmox, usual);
            cloud.setTemplates(List.of(container));
            assertThat(failure(cloud)).contains("A password is not sent to a container whose host key nobody knows");
            assertThat(proxmox.tasks().ofType("vzclone")).isEmpty();
        }
    }

    /** Nobody can look into a container, so at least nobody else can pose as it later. */
    @Test
    void theKeyThatAContainerHasShownFirstIsTheOnlyOne(JenkinsRule jenkins) throws Exception {
        try (EmbeddedProxmox proxmox = EmbeddedProxmox.start()) {
            ProxmoxAgent agent = CloudLab.online(CloudLab.cloud(proxmox, new InProcessConnector()));
            assertThat(accepts(agent, 1)).isTrue();
            assertThat(accepts(agent, 2)).isFalse();
            jenkins.jenkins.reload();
            ProxmoxAgent again = (ProxmoxAgent) jenkins.jenkins.getNode(agent.getNodeName());
            assertThat(again).isNotSameAs(agent);
            assertThat(accepts(again, 2)).isFalse();
            assertThat(accepts(again, 1)).isTrue();
        }
    }

    private static boolean accepts(ProxmoxAgent agent, int key) throws Exception {
        HostKey shown = new HostKey("ssh-ed25519", new byte[] {0, 0, 0, (byte) key});
        Connecting connecting = new ConnectingAgent((ProxmoxComputer) agent.toComputer(), agent, null, null, null);
        return HostKeyVerification.first(connecting).strategy().verify(null, shown, TaskListener.NULL);
    }

    private static void addPassword(JenkinsRule jenkins) throws Exception {
        CredentialsProvider.lookupStores(jenkins.jenkins)
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "login", null, ROOT, "x"));
    }

    @Test
    void filesAreInTheHomeOfWhoeverConnects(JenkinsRule jenkins) throws Exception {
        SshConnector connector = new SshConnector();
        assertThat(connector.usualRemoteRoot()).isEqualTo("/home/jenkins/agent");
        connector.setUser("ci");
        assertThat(connector.usualRemoteRoot()).isEqualTo("/home/ci/agent");
        connector.setCredentialsId("login");
        assertThat(connector.usualRemoteRoot()).isEqualTo("/home/ci/agent");
        addPassword(jenkins);
        assertThat(connector.usualRemoteRoot()).isEqualTo("/" + ROOT + "/agent");
    }
}

package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.JenkinsWithProxmox;
import io.jenkins.plugins.proxmox.cloud.agent.AgentFleet;
import io.jenkins.plugins.proxmox.cloud.agent.ProxmoxAgent;
import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.settings.AgentHardware;
import io.jenkins.plugins.proxmox.cloud.settings.AgentNetwork;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import io.jenkins.plugins.proxmox.cloud.settings.RolledBackLife;
import io.jenkins.plugins.proxmox.core.placement.CircuitBreaker;
import io.jenkins.plugins.proxmox.embedded.EmbeddedAccess;
import io.jenkins.plugins.proxmox.embedded.EmbeddedProxmox;
import io.jenkins.plugins.proxmox.embedded.PveVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pveum lines of docs/agents.md grant enough for agents of every kind. */
@WithJenkins
@DisabledOnOs(OS.WINDOWS)
class AgentPrivilegeTest {
    private static final Pattern ROLE = Pattern.compile("pveum role add (\\w+) --privs \"([^\"]+)\"");
    private static final Pattern ACL = Pattern.compile("pveum acl modify (\\S+) --users (\\S+) --roles (\\w+)");
    private static final String SCRIPT = "node('%s') { echo 'ran' }";

    @TempDir
    private Path folder;

    @Test
    void onProxmox7(JenkinsRule jenkins) throws Exception {
        agentsOfEveryKindCanBeMade(jenkins, PveVersion.V7);
    }

    @Test
    void onProxmox9(JenkinsRule jenkins) throws Exception {
        agentsOfEveryKindCanBeMade(jenkins, PveVersion.V9);
    }

    private void agentsOfEveryKindCanBeMade(JenkinsRule jenkins, PveVersion version) throws Exception {
        try (AgentLab lab = AgentLab.start(folder, EmbeddedProxmox.builder().version(version))
                .connect(jenkins)) {
            EmbeddedProxmox proxmox = lab.proxmox();
            JenkinsWithProxmox.connect(proxmox.url().toString(), grant(proxmox, version), proxmox.fingerprint());
            ProxmoxCloud cloud = new ProxmoxCloud("pve");
            boolean addressed = version != PveVersion.V7;
            cloud.setTemplates(
                    addressed ? List.of(inbound(lab), ssh(lab), container(lab)) : List.of(inbound(lab), ssh(lab)));
            Jenkins.get().clouds.add(cloud);

            for (ProxmoxTemplate template : cloud.getTemplates()) {
                assertThat(lab.build(SCRIPT.formatted(template.getLabels()))).contains("ran");
                assertThat(AgentFleet.get()
                                .breakers()
                                .of("pve", template.getName())
                                .state())
                        .isInstanceOf(CircuitBreaker.Closed.class);
            }
            // It is kept for the next build.
            lab.build(SCRIPT.formatted("inbound"));
            assertThat(proxmox.tasks().ofType("qmrollback")).isNotEmpty();
            ProxmoxAgent kept = AgentFleet.agents().stream()
                    .filter(agent -> agent.getNodeName().startsWith("inbound-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(lab.guest(kept.guest().orElseThrow().vmid().number()).config())
                    .hasEntrySatisfying("ipconfig0", text -> assertThat(text).contains("ip=10.9.0.10/24"))
                    .hasEntrySatisfying("tags", text -> assertThat(text).contains("jenkins", "nightly"));
            kept.terminate();
            assertThat(lab.awaitNothingLeft()).isTrue();
        }
    }

    private static ProxmoxTemplate template(AgentLab lab, String name, String source, AgentConnector connector) {
        ProxmoxTemplate template = new ProxmoxTemplate(name, source);
        template.setLabels(name);
        template.setPool("ci");
        template.setRemoteRoot(lab.machines().remoteFs());
        template.setConnector(connector);
        return template;
    }

    private static ProxmoxTemplate inbound(AgentLab lab) {
        ProxmoxTemplate template = template(lab, "inbound", "9000", new InboundConnector());
        AgentHardware hardware = new AgentHardware();
        hardware.setCores(2);
        hardware.setMemory(1024);
        hardware.setDiskSize(40);
        template.setHardware(hardware);
        AgentNetwork network = new AgentNetwork();
        network.setBridge("vmbr0");
        network.setVlan(20);
        network.setIpv4("10.9.0.10-10.9.0.20/24");
        network.setGateway("10.9.0.1");
        network.setNameserver("10.9.0.2");
        template.setNetwork(network);
        template.setTags("nightly");
        template.setLife(new RolledBackLife());
        return template;
    }

    private static ProxmoxTemplate ssh(AgentLab lab) {
        ProxmoxTemplate template = template(lab, "ssh", "9000", new SshConnector());
        template.setFull(true);
        template.setStorage("local-lvm");
        template.setShutdownSeconds(5);
        return template;
    }

    private static ProxmoxTemplate container(AgentLab lab) {
        SshConnector connector = new SshConnector();
        connector.setCredentialsId(AgentLab.CREDENTIALS);
        return template(lab, "container", "9001", connector);
    }

    private static String grant(EmbeddedProxmox proxmox, PveVersion version) throws IOException {
        String document = Files.readString(Path.of("docs", "agents.md"));
        EmbeddedAccess access = proxmox.access().addUser("jenkins@pve", "unused-password");
        Map<String, String[]> roles = new HashMap<>();
        for (Matcher role = ROLE.matcher(adapt(document, version)); role.find(); ) {
            roles.put(role.group(1), role.group(2).split(","));
        }
        for (Matcher acl = ACL.matcher(adapt(document, version)); acl.find(); ) {
            access.grant(acl.group(2), acl.group(1), roles.get(acl.group(3)));
        }
        assertThat(roles).hasSizeGreaterThanOrEqualTo(4);
        return access.addToken("jenkins@pve", "ci", false);
    }

    /** As the document says in words. */
    private static String adapt(String document, PveVersion version) {
        return version == PveVersion.V7
                ? document.replaceAll("(?m)^.*JenkinsNetwork.*$", "")
                : document.replace("VM.Monitor", "VM.GuestAgent.Unrestricted");
    }
}

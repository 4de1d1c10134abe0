package io.jenkins.plugins.proxmox.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.proxmox.cloud.connector.AgentConnector;
import io.jenkins.plugins.proxmox.cloud.connector.InboundConnector;
import io.jenkins.plugins.proxmox.cloud.connector.SshConnector;
import io.jenkins.plugins.proxmox.cloud.settings.ProxmoxTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds on agents whose processes are real ones, connected in each of the ways that there are. */
@WithJenkins
@DisabledOnOs(OS.WINDOWS)
class AgentRunTest {
    @TempDir
    private Path folder;

    private static void cloud(AgentLab lab, String source, AgentConnector connector, Consumer<ProxmoxTemplate> more) {
        ProxmoxTemplate template = new ProxmoxTemplate("debian", source);
        template.setLabels("debian");
        template.setRemoteRoot(lab.machines().remoteFs());
        template.setConnector(connector);
        more.accept(template);
        ProxmoxCloud cloud = new ProxmoxCloud("pve");
        cloud.setTemplates(List.of(template));
        Jenkins.get().clouds.add(cloud);
    }

    @Test
    void inboundByWebSocket(JenkinsRule jenkins) throws Exception {
        try (AgentLab lab = AgentLab.start(folder).connect(jenkins)) {
            cloud(lab, "9000", new InboundConnector(), template -> {});

            String log = lab.build("node('debian') { sh 'echo run on $NODE_NAME' }");

            assertThat(log).contains("run on debian-");
            assertThat(lab.awaitNothingLeft()).isTrue();
            assertThat(Jenkins.get().getNodes()).isEmpty();
        }
    }

    /** The host key is read through the guest agent, and the key of the cloud goes in by cloud-init. */
    @Test
    void sshToVms(JenkinsRule jenkins) throws Exception {
        try (AgentLab lab = AgentLab.start(folder).connect(jenkins)) {
            cloud(lab, "9000", new SshConnector(), template -> {});

            String log = lab.build("node('debian') { sh 'echo run on $NODE_NAME' }");

            assertThat(log).contains("run on debian-");
            assertThat(lab.awaitNothingLeft()).isTrue();
        }
    }

    @Test
    void sshToContainers(JenkinsRule jenkins) throws Exception {
        try (AgentLab lab = AgentLab.start(folder).connect(jenkins)) {
            SshConnector connector = new SshConnector();
            connector.setCredentialsId(AgentLab.CREDENTIALS);
            cloud(lab, "9001", connector, template -> {});

            String log = lab.build("node('debian') { sh 'echo run on $NODE_NAME' }");

            assertThat(log).contains("run on debian-");
            assertThat(lab.awaitNothingLeft()).isTrue();
        }
    }
}

package io.jenkins.plugins.proxmox.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.casc.model.CNode;
import org.junit.jupiter.api.Test;

/** Connections by configuration as code. */
@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeTest {
    @Test
    @ConfiguredWithCode("connections.yaml")
    void connectionsAreReadAndWritten(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(ProxmoxGuestsConfiguration.get().getConnections())
                .satisfiesExactly(
                        lab -> {
                            assertThat(lab.getName()).isEqualTo("lab");
                            assertThat(lab.getUrl()).isEqualTo("https://pve.example.com:8006");
                            assertThat(lab.getCredentialsId()).isEqualTo("proxmox-token");
                            assertThat(lab.getFingerprint()).startsWith("AB:CD:");
                            assertThat(lab.getVmidRange()).isEqualTo("9000-9999");
                        },
                        production -> assertThat(production.getCaCertificate()).startsWith("-----BEGIN CERTIFICATE"));

        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        CNode exported = Util.getUnclassifiedRoot(context).get("proxmoxGuests");
        assertThat(Util.toYamlString(exported))
                .contains("name: \"lab\"", "credentialsId: \"proxmox-token\"", "vmidRange: \"9000-9999\"");
    }
}
